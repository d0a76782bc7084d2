using System.Numerics;
using System.Runtime.CompilerServices;

using McuSim.Timing.Scheduling;

namespace McuSim.Timing.Memories;

/// <summary>Times the fetches of whole blocks through the L1 instruction cache or the flash accelerator.</summary>
internal sealed class InstructionFetch(MemoryTiming memory, FlashPort flash, LineFills fills)
{
    private readonly FlashLineCache _lines = memory.InstructionLines;
    private readonly LruCache? _cache = memory.InstructionCache;

    /// <summary>The cause that belongs to a path.</summary>
    public static CycleCause CauseOf(AccessPath path) => path switch
    {
        AccessPath.Cache => CycleCause.InstructionCache,
        AccessPath.Flash => CycleCause.InstructionFlash,
        _ => CycleCause.Bus,
    };

    /// <summary>Fetches a block and gives the cycles that the core waits.</summary>
    /// <param name="block">The block.</param>
    /// <param name="now">The cycle in which it begins.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Fetch(ScheduledBlock block, long now)
    {
        if (block.Fetch == AccessPath.Flash)
            return block.FirstLine == block.LastLine && _lines.Use(block.FirstLine, block.FirstSectors) ? 0 : FetchFlash(block, now);
        if (block.Fetch == AccessPath.Cache) return FetchCache(block, now);
        return FetchWords(block);
    }

    /// <summary>Whether all of a block is at hand.</summary>
    public bool Has(ScheduledBlock block)
    {
        for (uint line = block.FirstLine; line <= block.LastLine; line++)
        {
            if (!(block.Fetch == AccessPath.Cache ? _cache!.Has(line) : block.Fetch != AccessPath.Flash || _lines.Has(line, SectorsOf(block, line)))) return false;
        }

        return true;
    }

    private uint SectorsOf(ScheduledBlock block, uint line) => line == block.FirstLine ? block.FirstSectors : line == block.LastLine ? block.LastSectors : _lines.AllSectors;

    private int FetchFlash(ScheduledBlock block, long now)
    {
        int stall = 0;
        for (uint line = block.FirstLine; line <= block.LastLine; line++)
        {
            uint sectors = SectorsOf(block, line);
            if (!_lines.Use(line, sectors)) stall += FetchSectors(block, line, sectors, now + stall);
        }

        return stall;
    }

    private int FetchSectors(ScheduledBlock block, uint line, uint sectors, long now)
    {
        int stall = 0;
        uint first = line << (_lines.LineShift - _lines.SectorShift);
        for (; sectors != 0; sectors &= sectors - 1)
        {
            uint sector = first + (uint)BitOperations.TrailingZeroCount(sectors);
            if (_lines.Touch(sector)) continue;

            block.FetchMisses++;
            stall += flash.Read(sector, now + stall + block.SectorCycles[sector - block.FirstSector]);
        }

        return stall;
    }

    private int FetchCache(ScheduledBlock block, long now)
    {
        int stall = 0;
        for (uint line = block.FirstLine; line <= block.LastLine; line++)
        {
            if (_cache!.Touch(line)) continue;
            block.FetchMisses++;
            RegionTiming region = memory.RegionAt(block.Address);
            stall += fills.Wait(now + stall, region.LineFillCycles, region.LineBusyCycles);
        }

        return stall;
    }

    /// <summary>Fetches from memory with wait states and nothing in front of it: one access for each width of the core's bus.</summary>
    private int FetchWords(ScheduledBlock block) =>
        (int)(((block.End - 1) >> memory.FetchShift) - (block.Address >> memory.FetchShift) + 1) * memory.RegionAt(block.Address).WaitCycles;
}
