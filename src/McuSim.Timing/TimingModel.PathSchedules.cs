using McuSim.Machine;
using McuSim.Timing.Memories;
using McuSim.Timing.Scheduling;

namespace McuSim.Timing;

/// <content>What the blocks of a path come to.</content>
public sealed partial class TimingModel
{
    /// <summary>Schedules a path.</summary>
    /// <param name="path">The path.</param>
    /// <param name="first">Its first block, as the pipeline enters it.</param>
    /// <param name="events">As many of its events as happened just now: they tell which memories it accesses.</param>
    private PathSchedule Schedule(ExecutionPath path, ScheduledBlock first, ReadOnlySpan<ulong> events)
    {
        int count = path.Blocks, cycle = 0, lastRead = -1, instructions = 0;
        var blocks = new ScheduledBlock[count];
        int[] begins = new int[count], ends = new int[count], waits = new int[count], cached = new int[count], flashReads = new int[count], ordinals = new int[count], lastReads = new int[count];
        List<PathBranch> branches = [];
        List<PathAccess> accesses = [];
        List<PathStep> steps = [], dataSteps = [];
        var counts = new PathCounts[count + 1];
        var fetches = new PathFetch[count];
        var buffer = new FetchBuffer(_memory);
        bool isUsable = true;
        int segment = -1;
        for (int i = 0; i < count; i++)
        {
            ScheduledBlock block = blocks[i] = i == 0 ? first : NextOnPath(blocks[i - 1], path.Events[path.Starts[i]], i, branches, ref cycle);
            if (block.Segment >= 0)
            {
                isUsable &= segment < 0 || segment == block.Segment;
                segment = block.Segment;
            }

            begins[i] = cycle;
            if (block.Fetch == AccessPath.Wait) cycle += waits[i] = _fetch.Fetch(block, 0);
            bool isAgain = i == 0 || ReferenceEquals(block, blocks[i - 1]);
            int? misses = block.Fetch is AccessPath.Free or AccessPath.Wait ? 0 : buffer.Fetch(block, isAgain);
            if (misses is null) steps.Add(new PathStep(i, cycle, -1, -1, -1, IsHeld: false, IsPair: false, isAgain));
            fetches[i] = buffer.After(misses ?? 0);
            cycle += fetches[i].Misses * buffer.MissCycles;
            cycle += block.StaticCycles;
            int ordinal = 0;
            for (int at = path.Starts[i] + 1; at < path.Starts[i + 1]; at++)
            {
                ulong bits = at < events.Length ? events[at] : path.Events[at];
                (uint address, int size, bool isWrite) = ((uint)bits, (int)(bits >> 32) & 0xFFFF, (ExecutionEventKind)(bits >> 62) == ExecutionEventKind.Write);
                byte page = _memory.Pages[address >> MemoryTiming.PageShift], mask = isWrite ? byte.MaxValue : unchecked((byte)~MemoryTiming.CodeMark);
                accesses.Add(new PathAccess(at, (byte)(page & mask), mask));
                isUsable &= !isWrite || (page & MemoryTiming.CodeMark) == 0;
                if (block.HasConditionalAccess) ordinal = SkipConditional(block.Accesses, ordinal, size, isWrite);
                AccessFlags flags = ordinal < block.Accesses.Length ? block.Accesses[ordinal].Flags : AccessFlags.None;
                ref readonly AccessCost cost = ref CostAt(address);
                AccessPath way = isWrite ? cost.Write : cost.Read;
                flags &= isWrite ? HeldWrites : _heldReads;
                bool isHeld = flags != 0 && DependsOnAddress(flags, lastRead, page);
                if (!isHeld)
                {
                    int wait = flags != 0 ? Held(flags, address, in cost, block, LastReadOf(lastRead, path, events).Block, LastReadOf(lastRead, path, events).Address) : 0;
                    if (way == AccessPath.Wait) wait += cost.WaitCycles;
                    waits[i] += wait;
                    cycle += wait;
                }

                bool isFlashRead = way == AccessPath.Flash && !isWrite, isForeseen = isFlashRead && !isHeld && _memory.DataLines is null;
                if (isForeseen)
                {
                    flashReads[i]++;
                    cycle += _memory.FlashWaitCycles;
                }
                else if (isHeld || way == AccessPath.Cache || isFlashRead)
                {
                    var step = new PathStep(i, cycle, at, ordinal, lastRead, isHeld, IsPair: flags == AccessFlags.Paired && way == AccessPath.Free, IsAgain: false);
                    steps.Add(step);
                    dataSteps.Add(step);
                }

                if (!isWrite && way is AccessPath.Cache or AccessPath.Flash) cached[i]++;
                if (!isWrite) lastRead = at;
                ordinal++;
            }

            (ends[i], ordinals[i], lastReads[i]) = (cycle, ordinal, lastRead);
            instructions += block.InstructionCount;
            counts[i + 1] = new PathCounts(instructions, branches.Count, accesses.Count, steps.Count, dataSteps.Count);
        }

        return new PathSchedule
        {
            Path = path,
            Changes = _blocks.Changes,
            IsUsable = isUsable,
            Segment = segment,
            Blocks = blocks,
            Begins = begins,
            Ends = ends,
            Waits = waits,
            CachedReads = cached,
            FlashReads = flashReads,
            FlashFetches = fetches,
            FlashReadCycles = _memory.FlashWaitCycles,
            FlashFetchCycles = buffer.MissCycles,
            Ordinals = ordinals,
            LastReads = lastReads,
            Branches = [.. branches],
            Accesses = [.. accesses],
            Steps = [.. steps],
            DataSteps = [.. dataSteps],
            Counts = counts,
            Runs = new long[count + 1],
            Fetches = new PathFetches?[count + 1],
        };
    }

    private ScheduledBlock NextOnPath(ScheduledBlock last, ulong block, int number, List<PathBranch> branches, ref int cycle)
    {
        uint address = (uint)block;
        bool isTaken = address != last.FallThrough;
        if (isTaken) cycle += last.TakenCycles;
        if (last.Prediction == Prediction.Conditional) branches.Add(new PathBranch(number, last.PredictorIndex, isTaken, ScheduledBlock.NoAddress));
        else if (last.Prediction == Prediction.Target && isTaken) branches.Add(new PathBranch(number, last.PredictorIndex, isTaken, address));
        return Follow(last, address, (int)(block >> 32));
    }

    /// <summary>Whether what a held access waits can differ from one time to the next although the same memories are accessed.</summary>
    private static bool DependsOnAddress(AccessFlags flags, int lastRead, byte page) =>
        (flags & AccessFlags.Paired) != 0
        || ((flags & AccessFlags.Chained) != 0 && lastRead < 0)
        || ((flags & (AccessFlags.Chained | AccessFlags.Contends | AccessFlags.FromSystemBus | AccessFlags.FreshOffset)) != 0 && (page & ~MemoryTiming.CodeMark) == 0); // peripherals: on any bus

    private (int Block, uint Address) LastReadOf(int lastRead, ExecutionPath path, ReadOnlySpan<ulong> events) =>
        lastRead < 0 ? default : LastRead(lastRead < events.Length ? events[lastRead] : path.Events[lastRead]);
}
