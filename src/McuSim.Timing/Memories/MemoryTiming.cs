using McuSim.Boards;
using McuSim.Common;

namespace McuSim.Timing.Memories;

/// <summary>The memories of a board as the core sees them: which path an address takes, and the caches on the way.</summary>
internal sealed class MemoryTiming
{
    /// <summary>Addresses are sorted into regions by pages of 2^10 bytes.</summary>
    public const int PageShift = 10;

    /// <summary>Set in <see cref="Pages"/> where writable memory holds code that was timed.</summary>
    public const byte CodeMark = 0x80;

    /// <summary>What executes through the instruction port of a tightly coupled memory lies below this address (Arm DDI 0489F, section 5.1: ITCM of at most 16 MB).</summary>
    private const uint InstructionTcmEnd = 0x0100_0000;

    /// <summary>Reads a board.</summary>
    /// <exception cref="McuSimException">The board has more regions than can be told apart.</exception>
    public MemoryTiming(Board board)
    {
        if (board.Regions.Length >= CodeMark)
            throw McuSimException.BadInput($"Board {board.Name} has {board.Regions.Length} regions; timing can tell {CodeMark - 1} apart, so merge some in its file.");
        FlashInterface flash = board.Flash;
        int sectorBytes = flash.WidthBits / 8;
        long flashBytes = board.Regions.Where(r => r.Kind == MemoryKind.Flash).Select(r => (long)r.Size).DefaultIfEmpty(0).Max();
        FlashWaitCycles = flash.WaitStates * flash.CoreClocksPerBusClock;
        FlashPrefetch = flash.Prefetch;
        FetchShift = board.Core.Kind == CoreKind.CortexM7 ? 3 : 2;
        FlashMissCycles = flash.Accelerator?.MissCycles ?? 0;
        FlashAheadCycles = flash.Accelerator?.AheadCycles ?? 0;
        FlashAccelerator art = flash.Accelerator ?? new FlashAccelerator(sectorBytes, 1, 0);
        FlashLineCache Lines(int lines) => new(flashBytes, art.LineBytes, sectorBytes, lines, art.Ways);
        InstructionLines = Lines(Math.Max(art.InstructionLines, 1));
        DataLines = art.Shared ? InstructionLines : art.DataLines > 0 ? Lines(art.DataLines) : null;
        if (board.InstructionCache is Cache i) InstructionCache = new LruCache(i.Bytes, i.LineBytes, i.Ways);
        if (board.DataCache is Cache d) DataCache = new LruCache(d.Bytes, d.LineBytes, d.Ways);
        Regions = [new RegionTiming("unmapped", AccessPath.Free, AccessPath.Free, AccessPath.Free, 0, 0, 0, 0, 0, 0, false), .. board.Regions.Select((r, n) => Timing(board, r, n + 1))];

        // Peripherals are large and cost the same as unmapped addresses when they have no wait states: leave their pages alone.
        for (int n = 1; n < Regions.Length; n++)
        {
            MemoryRegion region = board.Regions[n - 1];
            if (region.Kind == MemoryKind.Peripheral && region.WaitStates == 0) continue;
            for (ulong page = region.Start >> PageShift; page < (region.End + (1 << PageShift) - 1) >> PageShift; page++) Pages[page] = (byte)n;
        }
    }

    /// <summary>The core fetches 2 to this power bytes at a time: a word, or the 64 bits of a Cortex-M7's AXI bus (Arm DDI 0489F, section 5.2).</summary>
    public int FetchShift { get; }

    /// <summary>The region of each page; 0 where there is none.</summary>
    public byte[] Pages { get; } = new byte[1 << (32 - PageShift)];

    /// <summary>The regions; the first stands for everything unmapped.</summary>
    public RegionTiming[] Regions { get; }

    /// <summary>Lines of flash kept for instructions.</summary>
    public FlashLineCache InstructionLines { get; }

    /// <summary>Lines of flash kept for data, or null.</summary>
    public FlashLineCache? DataLines { get; }

    /// <summary>Whether instructions and data share the lines, so that data accesses can push code out.</summary>
    public bool SharesLines => ReferenceEquals(InstructionLines, DataLines);

    /// <summary>The L1 instruction cache, or null.</summary>
    public LruCache? InstructionCache { get; }

    /// <summary>The L1 data cache, or null.</summary>
    public LruCache? DataCache { get; }

    /// <summary>Core cycles that a flash read waits.</summary>
    public int FlashWaitCycles { get; }

    /// <summary>Core cycles of a read that no line holds, beside those that the flash makes it wait.</summary>
    public int FlashMissCycles { get; }

    /// <summary>The same of a read of the word that was read ahead.</summary>
    public int FlashAheadCycles { get; }

    /// <summary>Whether the next flash word is read ahead.</summary>
    public bool FlashPrefetch { get; }

    /// <summary>The region of an address.</summary>
    public RegionTiming RegionAt(uint address) => Regions[Pages[address >> PageShift] & ~CodeMark];

    /// <summary>Empties all caches.</summary>
    public void Clear()
    {
        InstructionLines.Clear();
        DataLines?.Clear();
        InstructionCache?.Clear();
        DataCache?.Clear();
    }

    private static RegionTiming Timing(Board board, MemoryRegion region, int number)
    {
        bool hasL1 = board.Core.Kind == CoreKind.CortexM7;
        bool behindTcmPort = region.Kind is MemoryKind.DataTcm or MemoryKind.InstructionTcm || hasL1 && region.Start < InstructionTcmEnd;
        bool cacheable = hasL1 && !behindTcmPort && region.Kind != MemoryKind.Peripheral;
        int fill = region.Kind == MemoryKind.Flash ? board.Flash.LineFillCycles : region.LineFillCycles;
        int busy = region.Kind == MemoryKind.Flash ? board.Flash.LineBusyCycles : region.LineBusyCycles;
        AccessPath plain = region.WaitStates > 0 ? AccessPath.Wait : AccessPath.Free;
        AccessPath Path(Cache? cache) => (cacheable, cache, region.Kind) switch
        {
            (true, not null, _) => AccessPath.Cache,
            (true, null, _) => AccessPath.Wait,
            (_, _, MemoryKind.Flash) => AccessPath.Flash,
            _ => plain,
        };
        // Without its cache a core waits for the bus and the first beat on every access; the fill's other three beats fall away.
        int wait = cacheable ? Math.Max(fill - 3 * board.Flash.CoreClocksPerBusClock, region.WaitStates) : region.WaitStates;
        int block = region.AliasOf is null ? number : board.Regions.Select((r, n) => (r, n)).First(p => p.r.Name == region.AliasOf).n + 1;
        return new RegionTiming(
            region.Name, Path(board.InstructionCache), Path(board.DataCache), region.Writable ? Path(board.DataCache) : AccessPath.Free,
            wait, fill, Math.Max(fill, busy), region.FirstAccessCycles, region.Start, block, region.Writable);
    }
}
