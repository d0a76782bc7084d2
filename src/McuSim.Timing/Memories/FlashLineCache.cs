using System.Numerics;
using System.Runtime.CompilerServices;

namespace McuSim.Timing.Memories;

/// <summary>
/// The lines that a flash accelerator keeps; the least recently used of a set goes. A line is filled in sectors, one flash read each.
/// </summary>
internal sealed class FlashLineCache
{
    private readonly int[] _slotOfLine;
    private readonly int[] _lineOfSlot;
    private readonly uint[] _sectors;
    private readonly long[] _used;
    private readonly int _sectorShift;
    private readonly uint _sectorMask;
    private readonly int _ways;
    private readonly uint _sets;
    private long _clock;

    /// <summary>Makes an empty one.</summary>
    /// <param name="flashBytes">Size of the flash.</param>
    /// <param name="lineBytes">Bytes of a line.</param>
    /// <param name="sectorBytes">Bytes of one flash read; a line is at least as long.</param>
    /// <param name="lines">Number of lines.</param>
    /// <param name="ways">Lines of a set; 0 when all lines are one set.</param>
    public FlashLineCache(long flashBytes, int lineBytes, int sectorBytes, int lines, int ways = 0)
    {
        _ways = ways == 0 ? lines : ways;
        _sets = (uint)(lines / _ways);
        lineBytes = Math.Max(lineBytes, sectorBytes);
        LineShift = BitOperations.Log2((uint)lineBytes);
        _sectorShift = BitOperations.Log2((uint)sectorBytes);
        _sectorMask = (uint)(lineBytes / sectorBytes) - 1;
        _slotOfLine = new int[(flashBytes >> LineShift) + 1];
        _lineOfSlot = new int[lines];
        _sectors = new uint[lines];
        _used = new long[lines];
        Clear();
    }

    /// <summary>The line of a flash offset is the offset shifted right by this.</summary>
    public int LineShift { get; }

    /// <summary>The sector of a flash offset is the offset shifted right by this.</summary>
    public int SectorShift => _sectorShift;

    /// <summary>All sectors of a line.</summary>
    public uint AllSectors => (uint)((2UL << (int)_sectorMask) - 1);

    /// <summary>The sectors of an offset's line from the offset on.</summary>
    public uint SectorsFrom(uint offset) => AllSectors & (uint.MaxValue << (int)((offset >> _sectorShift) & _sectorMask));

    /// <summary>The sectors of an offset's line up to the offset's.</summary>
    public uint SectorsTo(uint offset) => (uint)((2UL << (int)((offset >> _sectorShift) & _sectorMask)) - 1);

    /// <summary>Whether all of <paramref name="sectors"/> (a bit each) of a line are there; if so it becomes the most recently used.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Use(uint line, uint sectors)
    {
        int slot = _slotOfLine[line];
        if (slot < 0 || (_sectors[slot] & sectors) != sectors) return false;
        _used[slot] = ++_clock;
        return true;
    }

    /// <summary>Uses the sector with this number, bringing it in when it is not there; true when it was.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Touch(uint sector)
    {
        uint line = sector >> (LineShift - _sectorShift);
        uint bit = 1u << (int)(sector & _sectorMask);
        if (Use(line, bit)) return true;
        Insert(line, bit);
        return false;
    }

    /// <summary>Empties it.</summary>
    public void Clear()
    {
        Array.Fill(_slotOfLine, -1);
        Array.Fill(_lineOfSlot, -1);
        Array.Clear(_sectors);
        Array.Clear(_used);
        _clock = 0;
    }

    /// <summary>What is in it, the least recently used first: line and sectors.</summary>
    public (int Line, uint Sectors)[] Capture() =>
        [.. Enumerable.Range(0, _lineOfSlot.Length).Where(s => _lineOfSlot[s] >= 0).OrderBy(s => _used[s]).Select(s => (_lineOfSlot[s], _sectors[s]))];

    /// <summary>Makes it what it was.</summary>
    public void Restore((int Line, uint Sectors)[] content)
    {
        foreach (int line in _lineOfSlot)
            if (line >= 0) _slotOfLine[line] = -1;
        Array.Fill(_lineOfSlot, -1);
        Array.Clear(_sectors);
        Array.Clear(_used);
        _clock = 0;
        foreach ((int line, uint sectors) in content)
        {
            int slot = Array.IndexOf(_lineOfSlot, -1, FirstSlot((uint)line), _ways);
            (_lineOfSlot[slot], _sectors[slot], _used[slot]) = (line, sectors, ++_clock);
            _slotOfLine[line] = slot;
        }
    }

    private int FirstSlot(uint line) => (int)(line % _sets) * _ways;

    private void Insert(uint line, uint bit)
    {
        int slot = _slotOfLine[line];
        if (slot < 0)
        {
            slot = FirstSlot(line);
            for (int i = slot + 1; i < FirstSlot(line) + _ways; i++)
                if (_used[i] < _used[slot]) slot = i;
            if (_lineOfSlot[slot] >= 0) _slotOfLine[_lineOfSlot[slot]] = -1;
            (_lineOfSlot[slot], _sectors[slot]) = ((int)line, 0);
            _slotOfLine[line] = slot;
        }

        _sectors[slot] |= bit;
        _used[slot] = ++_clock;
    }
}
