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
    private readonly int[] _newer;
    private readonly int[] _older;
    private readonly int[] _newest;
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
        (_newer, _older, _newest) = (new int[lines], new int[lines], new int[_sets]);
        Clear();
    }

    /// <summary>The line of a flash offset is the offset shifted right by this.</summary>
    public int LineShift { get; }

    /// <summary>The sector of a flash offset is the offset shifted right by this.</summary>
    public int SectorShift => _sectorShift;

    /// <summary>Changes whenever its content or the order of its lines does.</summary>
    public long Version { get; private set; }

    /// <summary>How often a sector was brought in.</summary>
    public long Fills { get; private set; }

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
        if (slot != _newest[_sets == 1 ? 0 : slot / _ways]) MakeNewest(slot);
        return true;
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
        Array.Fill(_lineOfSlot, -1);
        Array.Clear(_sectors);
        Order();
    }

    /// <summary>What is in it, the least recently used of a set first: line and sectors.</summary>
    public (int Line, uint Sectors)[] Capture()
    {
        List<(int Line, uint Sectors)> content = [];
        for (int set = 0; set < _sets; set++)
        {
            int slot = _newest[set];
            for (int i = 0; i < _ways; i++)
            {
                slot = _newer[slot];
                if (_lineOfSlot[slot] >= 0) content.Add((_lineOfSlot[slot], _sectors[slot]));
            }
        }

        return [.. content];
    }

    /// <summary>Makes it what it was.</summary>
    public void Restore((int Line, uint Sectors)[] content)
    {
        foreach (int line in _lineOfSlot)
            if (line >= 0) _slotOfLine[line] = -1;
        Array.Fill(_lineOfSlot, -1);
        Array.Clear(_sectors);
        Order();
        foreach ((int line, uint sectors) in content)
        {
            int slot = _newer[_newest[(uint)line % _sets]];
            (_lineOfSlot[slot], _sectors[slot]) = (line, sectors);
            _slotOfLine[line] = slot;
            MakeNewest(slot);
        }
    }

    /// <summary>The slots of a set form a ring from the least to the most recently used one; first, in their order.</summary>
    private void Order()
    {
        Version++;
        for (int slot = 0; slot < _newer.Length; slot++)
        {
            int first = slot / _ways * _ways, last = first + _ways - 1;
            (_newer[slot], _older[slot]) = (slot == last ? first : slot + 1, slot == first ? last : slot - 1);
            _newest[slot / _ways] = last;
        }
    }

    private void MakeNewest(int slot)
    {
        Version++;
        ref int newest = ref _newest[slot / _ways];
        int oldest = _newer[newest];
        if (slot != oldest && slot != newest)
        {
            (_newer[_older[slot]], _older[_newer[slot]]) = (_newer[slot], _older[slot]);
            (_newer[slot], _older[slot]) = (oldest, newest);
            (_newer[newest], _older[oldest]) = (slot, slot);
        }

        newest = slot;
    }

    private void Insert(uint line, uint bit)
    {
        Fills++;
        int slot = _slotOfLine[line];
        if (slot < 0)
        {
            slot = _newer[_newest[_sets == 1 ? 0 : line % _sets]];
            if (_lineOfSlot[slot] >= 0) _slotOfLine[_lineOfSlot[slot]] = -1;
            (_lineOfSlot[slot], _sectors[slot]) = ((int)line, 0);
            _slotOfLine[line] = slot;
        }

        _sectors[slot] |= bit;
        if (_newer.Length == 1) Version++;
        else MakeNewest(slot);
    }
}
