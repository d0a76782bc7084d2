namespace McuSim.Timing.Memories;

/// <summary>A set-associative cache of lines with replacement of the least recently used. Holds no data, only which lines are there.</summary>
internal sealed class LruCache
{
    private const uint Empty = uint.MaxValue;

    private readonly uint[] _lines;
    private readonly int _ways;
    private readonly uint _setMask;

    /// <summary>Makes an empty cache.</summary>
    /// <param name="bytes">Capacity.</param>
    /// <param name="lineBytes">Bytes of a line, a power of two.</param>
    /// <param name="ways">Lines of a set; the number of sets must come out as a power of two.</param>
    public LruCache(int bytes, int lineBytes, int ways)
    {
        _lines = new uint[bytes / lineBytes];
        _ways = ways;
        _setMask = (uint)(_lines.Length / ways) - 1;
        LineShift = System.Numerics.BitOperations.Log2((uint)lineBytes);
        Clear();
    }

    /// <summary>The line of an address is the address shifted right by this.</summary>
    public int LineShift { get; }

    /// <summary>Changes whenever its content or the order of its lines does.</summary>
    public long Version { get; private set; }

    /// <summary>How often a line was brought in.</summary>
    public long Fills { get; private set; }

    /// <summary>Whether a line is the most recently used one of its set, so that using it changes nothing.</summary>
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining)]
    public bool IsNewest(uint line) => _lines[(int)(line & _setMask) * _ways] == line;

    /// <summary>Looks a line up, brings it in when it is not there, and makes it the most recently used of its set; true when it was there.</summary>
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining)]
    public bool Touch(uint line)
    {
        int first = (int)(line & _setMask) * _ways;
        return _lines[first] == line || TouchSlow(line, first);
    }

    /// <summary>Empties the cache.</summary>
    public void Clear()
    {
        Array.Fill(_lines, Empty);
        Version++;
    }

    /// <summary>A copy of what is in it.</summary>
    public uint[] Capture() => (uint[])_lines.Clone();

    /// <summary>Makes it what it was.</summary>
    public void Restore(uint[] lines)
    {
        lines.CopyTo(_lines, 0);
        Version++;
    }

    private bool TouchSlow(uint line, int first)
    {
        // The lines of a set are kept most recently used first.
        Span<uint> set = _lines.AsSpan(first, _ways);
        int way = set.IndexOf(line);
        bool hit = way >= 0;
        Version++;
        if (!hit) (way, Fills) = (_ways - 1, Fills + 1);
        set[..way].CopyTo(set[1..]);
        set[0] = line;
        return hit;
    }
}
