using System.Collections.Immutable;

using McuSim.Timing.Scheduling;

namespace McuSim.Timing;

public sealed partial class TimingModel
{
    private readonly CycleCounts[] _segmentCycles;
    private readonly CacheCounts[] _segmentCaches;
    private readonly long[] _segmentInstructions;
    private readonly List<ScheduledBlock> _touched = [];
    private readonly List<PathSchedule> _touchedPaths = [];
    private long _cycles;
    private long _cyclesAtReset;
    private int _segment;

    /// <summary>Cycles by cause since the counters were reset; they sum exactly to <see cref="Cycles"/>.</summary>
    public CycleCounts Causes
    {
        get
        {
            Collect();
            var causes = new CycleCounts();
            foreach (CycleCounts segment in _segmentCycles) causes.Add(segment);
            return causes;
        }
    }

    /// <summary>What caches were asked for since the counters were reset.</summary>
    public CacheCounts Caches
    {
        get
        {
            Collect();
            var caches = new CacheCounts();
            foreach (CacheCounts segment in _segmentCaches) caches.Add(segment);
            return caches;
        }
    }

    /// <summary>What each segment took since the counters were reset; the cycles sum exactly to <see cref="Cycles"/>.</summary>
    public ImmutableArray<SegmentCycles> Segments
    {
        get
        {
            Collect();
            return [.. _segmentCycles.Zip(_segmentInstructions, (cycles, instructions) => new SegmentCycles(instructions, cycles.Copy())).Zip(_segmentCaches, (s, caches) => s with { Caches = caches.Copy() })];
        }
    }

    /// <summary>
    /// What each block executed since the counters were reset took, ascending by address; the cycles sum exactly to <see cref="Cycles"/>. The
    /// cycles of exceptions that belong to no block stand at address 0xFFFFFFFF.
    /// </summary>
    public ImmutableArray<BlockCycles> Blocks
    {
        get
        {
            Collect();
            return
            [
                .. AllBlocks.Append(_outside).Where(b => b.TotalExecutions > 0 || b.Total.Total != 0)
                    .GroupBy(b => (Address: b.End - (uint)b.Size, b.Size)).OrderBy(g => g.Key.Address).ThenBy(g => g.Key.Size)
                    .Select(g => Sum(g.Key.Address, g.Key.Size, g)),
            ];
        }
    }

    /// <summary>Sets all counters to 0. Core and memories keep their state.</summary>
    public void ResetCounters()
    {
        Collect();
        _cyclesAtReset = _cycles;
        Instructions = 0;
        Array.Clear(_segmentInstructions);
        foreach (CycleCounts segment in _segmentCycles) segment.Clear();
        foreach (CacheCounts segment in _segmentCaches) segment.Clear();
        foreach (ScheduledBlock block in AllBlocks.Append(_outside))
        {
            block.TotalExecutions = 0;
            block.Total.Clear();
        }
    }

    private static BlockCycles Sum(uint address, int size, IEnumerable<ScheduledBlock> variants)
    {
        var cycles = new CycleCounts();
        long executions = 0, instructions = 0;
        foreach (ScheduledBlock block in variants)
        {
            cycles.Add(block.Total);
            executions += block.TotalExecutions;
            instructions += block.TotalExecutions * block.InstructionCount;
        }

        return new BlockCycles(address, size, executions, instructions, cycles);
    }

    /// <summary>Marks a block as having something to collect.</summary>
    private void Touch(ScheduledBlock block)
    {
        if (block.IsTouched) return;
        block.IsTouched = true;
        _touched.Add(block);
    }

    /// <summary>Moves what blocks have counted into the open segment and the blocks' totals.</summary>
    private void Collect()
    {
        CycleCounts segment = _segmentCycles[_segment];
        foreach (PathSchedule path in _touchedPaths) path.Collect(Touch);
        _touchedPaths.Clear();
        foreach (ScheduledBlock block in _touched)
        {
            var cycles = new CycleCounts();
            cycles.AddScaled(block.Schedule.Cycles, block.Executions);
            cycles.Add(CycleCause.Branch, block.Taken * block.TakenCycles);
            cycles.Add(block.Dynamic);
            segment.Add(cycles);
            block.Total.Add(cycles);
            _segmentCaches[_segment].Add(block.CacheCounts);
            _segmentInstructions[_segment] += block.Executions * block.InstructionCount;
            block.TotalExecutions += block.Executions;
            block.Dynamic.Clear();
            (block.Executions, block.Taken, block.IsTouched) = (0, 0, false);
            (block.CachedReads, block.ReadMisses, block.FetchMisses) = (0, 0, 0);
        }

        // The block in progress may go on: its exit and its accesses are still to come.
        _touched.Clear();
        Touch(_block);
    }
}
