using System.Runtime.CompilerServices;

namespace McuSim.Timing.Memories;

/// <summary>A set-associative cache of lines with replacement of the least recently used. Holds no data, only which lines are there.</summary>
internal sealed class LruCache
{
    private const uint Empty = uint.MaxValue;

    private readonly uint[] _lines;
    private readonly UseOrder _order;
    private readonly int _ways;
    private readonly uint _setMask;

    /// <summary>Makes an empty cache.</summary>
    /// <param name="bytes">Capacity.</param>
    /// <param name="lineBytes">Bytes of a line, a power of two.</param>
    /// <param name="ways">Lines of a set; the number of sets must come out as a power of two.</param>
    public LruCache(int bytes, int lineBytes, int ways)
    {
        _lines = new uint[bytes / lineBytes];
        _order = new UseOrder(_lines.Length, line => SlotOf(line));
        _ways = ways;
        _setMask = (uint)(_lines.Length / ways) - 1;
        LineShift = System.Numerics.BitOperations.Log2((uint)lineBytes);
        Clear();
    }

    /// <summary>The line of an address is the address shifted right by this.</summary>
    public int LineShift { get; }

    /// <summary>Changes whenever the lines in it do.</summary>
    public long Changes { get; private set; }

    /// <summary>Whether a line is there; if so it becomes the most recently used of its set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Use(uint line)
    {
        int slot = SlotOf(line);
        if (slot < 0) return false;
        _order.Use(slot);
        return true;
    }

    /// <summary>Whether a line is there.</summary>
    public bool Has(uint line) => SlotOf(line) >= 0;

    /// <summary>Lines that are all there are used, one after another.</summary>
    public void Use(LineUses uses) => _order.Use(uses);

    /// <summary>Looks a line up, brings it in when it is not there, and makes it the most recently used of its set; true when it was there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Touch(uint line)
    {
        if (Use(line)) return true;
        Insert(line);
        return false;
    }

    /// <summary>Empties the cache.</summary>
    public void Clear()
    {
        Array.Fill(_lines, Empty);
        _order.Clear();
        Changes++;
    }

    /// <summary>What is in it, the least recently used of a set first.</summary>
    public uint[] Capture() => [.. Enumerable.Range(0, _lines.Length / _ways).SelectMany(set => _order.OldestFirst(set * _ways, _ways)).Select(slot => _lines[slot]).Where(line => line != Empty)];

    /// <summary>Makes it what it was.</summary>
    public void Restore(uint[] lines)
    {
        Clear();
        foreach (uint line in lines) Insert(line);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int SlotOf(uint line)
    {
        int first = (int)(line & _setMask) * _ways;
        for (int slot = first; slot < first + _ways; slot++)
            if (_lines[slot] == line) return slot;
        return -1;
    }

    private void Insert(uint line)
    {
        int slot = _order.Oldest((int)(line & _setMask) * _ways, _ways);
        _lines[slot] = line;
        _order.Use(slot);
        Changes++;
    }
}
