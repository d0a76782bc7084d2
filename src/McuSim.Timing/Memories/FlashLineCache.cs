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
    private readonly UseOrder _order;
    private readonly int _sectorShift;
    private readonly uint _sectorMask;
    private readonly int _ways;
    private readonly uint _sets;

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
        _order = new UseOrder(lines, line => _slotOfLine[line]);
        Clear();
    }

    /// <summary>The line of a flash offset is the offset shifted right by this.</summary>
    public int LineShift { get; }

    /// <summary>The sector of a flash offset is the offset shifted right by this.</summary>
    public int SectorShift => _sectorShift;

    /// <summary>Changes whenever what is in it does.</summary>
    public long Changes { get; private set; }

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
        _order.Use(slot);
        return true;
    }

    /// <summary>Lines that are all there are used, one after another.</summary>
    public void Use(LineUses uses)
    {
        if (!IsSingle) _order.Use(uses);
    }

    /// <summary>Whether there is one line only.</summary>
    public bool IsSingle => _lineOfSlot.Length == 1;

    /// <summary>Whether all of <paramref name="sectors"/> of a line are there.</summary>
    public bool Has(uint line, uint sectors) => _slotOfLine[line] is >= 0 and var slot && (_sectors[slot] & sectors) == sectors;

    /// <summary>Makes the single line what it is after fetches that were worked out beforehand.</summary>
    public void Hold(uint line, uint sectors)
    {
        if (_lineOfSlot[0] == (int)line && (_sectors[0] & sectors) == sectors) return;
        if (_lineOfSlot[0] != (int)line) _sectors[0] = 0;
        Insert(line, sectors);
    }

    /// <summary>Whether the sector with this number is there; if so its line becomes the most recently used.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool UseSector(uint sector) => Use(sector >> (LineShift - _sectorShift), 1u << (int)(sector & _sectorMask));

    /// <summary>Uses the sector with this number, bringing it in when it is not there; true when it was.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Touch(uint sector)
    {
        if (UseSector(sector)) return true;
        Insert(sector >> (LineShift - _sectorShift), 1u << (int)(sector & _sectorMask));
        return false;
    }

    /// <summary>Empties it.</summary>
    public void Clear()
    {
        Array.Fill(_slotOfLine, -1);
        Empty();
    }

    /// <summary>What is in it, the least recently used of a set first: line and sectors.</summary>
    public (int Line, uint Sectors)[] Capture() =>
        [.. Enumerable.Range(0, (int)_sets).SelectMany(set => _order.OldestFirst(set * _ways, _ways)).Where(slot => _lineOfSlot[slot] >= 0).Select(slot => (_lineOfSlot[slot], _sectors[slot]))];

    /// <summary>Makes it what it was.</summary>
    public void Restore((int Line, uint Sectors)[] content)
    {
        foreach (int line in _lineOfSlot)
            if (line >= 0) _slotOfLine[line] = -1;
        Empty();
        foreach ((int line, uint sectors) in content) Insert((uint)line, sectors);
    }

    private void Empty()
    {
        Array.Fill(_lineOfSlot, -1);
        Array.Clear(_sectors);
        _order.Clear();
        Changes++;
    }

    private void Insert(uint line, uint sectors)
    {
        Changes++;
        int slot = _slotOfLine[line];
        if (slot < 0)
        {
            slot = _lineOfSlot.Length == 1 ? 0 : _order.Oldest(_sets == 1 ? 0 : (int)(line % _sets) * _ways, _ways);
            if (_lineOfSlot[slot] >= 0) _slotOfLine[_lineOfSlot[slot]] = -1;
            (_lineOfSlot[slot], _sectors[slot]) = ((int)line, 0);
            _slotOfLine[line] = slot;
        }

        _sectors[slot] |= sectors;
        _order.Use(slot);
    }
}
