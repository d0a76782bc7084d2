using System.Numerics;

using McuSim.Machine;
using McuSim.Timing.Memories;
using McuSim.Timing.Scheduling;

namespace McuSim.Timing;

/// <content>Paths: many blocks at once, with the same cycles that they take one by one.</content>
public sealed partial class TimingModel
{
    /// <summary>A schedule whose accesses go to other memories than expected is made anew after so many of them, but not for ever.</summary>
    private const int MostSurprises = 32, MostSchedules = 8;

    /// <inheritdoc/>
    public void Observe(ReadOnlySpan<ulong> events, ReadOnlySpan<PathRun> runs)
    {
        BeginBatch(events.Length);
        foreach (ref readonly PathRun run in runs)
        {
            if (run.Path is null) Replay(events[run.Start..run.End]);
            else FollowPath(run.Path, run.Blocks, events[run.Start..run.End]);
        }
    }

    private void FollowPath(ExecutionPath path, int blocks, ReadOnlySpan<ulong> events)
    {
        ScheduledBlock first = Enter((uint)events[0], (int)(events[0] >> 32));
        PathSchedule? schedule = first.Path;
        if (schedule is null || !ReferenceEquals(schedule.Path, path) || schedule.Changes != _blocks.Changes) schedule = first.Path = Schedule(path, first, events);
        if (schedule.IsUsable && (schedule.Segment < 0 || schedule.Segment == _segment))
        {
            if (IsAsExpected(schedule, blocks, events))
            {
                Run(schedule, blocks, events);
                return;
            }

            if (++schedule.Surprises == MostSurprises && schedule.Made < MostSchedules)
            {
                int made = schedule.Made;
                first.Path = Schedule(path, first, events);
                first.Path.Made = made + 1;
            }
        }

        Start(first);
        Replay(events[1..]);
    }

    /// <summary>Whether all accesses go to the memories that the schedule was made for, and no store to code.</summary>
    private bool IsAsExpected(PathSchedule schedule, int blocks, ReadOnlySpan<ulong> events)
    {
        byte[] pages = _memory.Pages;
        foreach (ref readonly PathAccess access in schedule.Accesses.AsSpan(0, schedule.Counts[blocks].Accesses))
            if ((pages[(uint)events[access.Event] >> MemoryTiming.PageShift] & access.Mask) != access.Page) return false;
        return true;
    }

    private void Run(PathSchedule path, int blocks, ReadOnlySpan<ulong> events)
    {
        ref readonly PathCounts counts = ref path.Counts[blocks];
        uint wrong = counts.Branches == 0 ? 0 : Predict(path, counts.Branches);
        long begin = _cycles, extra = 0, code = CodeChanges;
        PathFetches? fetches = path.Fetches[blocks];
        bool isFetched = fetches is not null && fetches.CleanAt == code;
        if (isFetched) Use(fetches!);
        int begun = 0, fetched = -1;
        bool isFirstFetched = true;
        bool isClean = _fetchWasClean && ReferenceEquals(path.Blocks[0], _block);
        foreach (ref readonly PathStep step in isFetched ? path.DataSteps.AsSpan(0, counts.DataSteps) : path.Steps.AsSpan(0, counts.Steps))
        {
            if (step.Event >= 0 && (step.IsPair ? GoesElsewhere(in step, events) : !step.IsHeld && IsThere((uint)events[step.Event]))) continue;
            if (wrong != 0) extra += Mispredict(path, step.Block, ref wrong, ref begun, begin + extra);
            ScheduledBlock block = path.Blocks[step.Block];
            if (step.Event >= 0)
            {
                if (_begins is not null) Begin(path, step.Block + 1, ref begun, begin + extra);
                extra += Access(in step, block, begin + step.Cycle + extra, events);
            }
            else if (step.IsAgain && isClean)
            {
                isFirstFetched &= step.Block > 0;
            }
            else
            {
                int stall = _fetch.Fetch(block, begin + step.Cycle + extra);
                (fetched, isClean) = (step.Block, stall == 0 && !_memory.SharesLines);
                if (stall == 0) continue;
                if (_begins is not null) Begin(path, step.Block + 1, ref begun, begin + extra);
                block.Dynamic.Add(InstructionFetch.CauseOf(block.Fetch), stall);
                extra += stall;
            }
        }

        if (wrong != 0) extra += Mispredict(path, blocks - 1, ref wrong, ref begun, begin + extra);
        if (_begins is not null) Begin(path, blocks, ref begun, begin + extra);
        _begun += _begins is not null ? blocks : 0;
        if (!isFetched && code == CodeChanges && !_memory.SharesLines && (isFirstFetched || _fetch.Has(path.Blocks[0]))) (fetches ?? (path.Fetches[blocks] = FetchesOf(path, blocks))).CleanAt = code;
        _cycles = begin + path.Ends[blocks - 1] + extra;
        Instructions += counts.Instructions;
        (_block, _ordinal) = (path.Blocks[blocks - 1], path.Ordinals[blocks - 1]);
        ref readonly PathFetch last = ref path.FlashFetches[blocks - 1];
        if (last.IsHeld) _memory.InstructionLines.Hold(last.Line, last.Sectors);
        _fetchWasClean = fetched == blocks - 1 ? isClean : _block.Fetch != AccessPath.Wait && !_memory.SharesLines && (last.Misses == 0 || path.FlashFetchCycles == 0);
        if (path.LastReads[blocks - 1] is >= 0 and var read) (_lastReadBlock, _lastReadAddress) = LastRead(events[read]);
        path.Runs[blocks]++;
        if (path.IsTouched) return;
        path.IsTouched = true;
        _touchedPaths.Add(path);
    }

    /// <summary>Changes whenever lines of code come or go.</summary>
    private long CodeChanges => _memory.InstructionLines.Changes + (_memory.InstructionCache?.Changes ?? 0);

    /// <summary>The lines that a path's first blocks fetch.</summary>
    private static PathFetches FetchesOf(PathSchedule path, int blocks)
    {
        List<uint> flash = [], cache = [];
        foreach (ref readonly PathStep step in path.Steps.AsSpan(0, path.Counts[blocks].Steps))
        {
            if (step.Event >= 0) continue;
            ScheduledBlock block = path.Blocks[step.Block];
            List<uint> lines = block.Fetch == AccessPath.Cache ? cache : flash;
            for (uint line = block.FirstLine; line <= block.LastLine; line++)
            {
                lines.Remove(line);
                lines.Add(line);
            }
        }

        return new PathFetches(flash.Count > 0 ? new LineUses([.. flash]) : null, cache.Count > 0 ? new LineUses([.. cache]) : null);
    }

    private void Use(PathFetches fetches)
    {
        if (fetches.Flash is { } flash) _memory.InstructionLines.Use(flash);
        if (fetches.Cache is { } cache) _memory.InstructionCache!.Use(cache);
    }

    /// <summary>Takes in how the branches between blocks went; gives a bit for every block that was reached by a wrong prediction.</summary>
    private uint Predict(PathSchedule path, int branches)
    {
        uint wrong = 0;
        foreach (ref readonly PathBranch branch in path.Branches.AsSpan(0, branches))
        {
            bool isRight = branch.Target == ScheduledBlock.NoAddress ? _predictor.Conditional(branch.Index, branch.IsTaken) : _predictor.Target(branch.Index, branch.Target);
            if (!isRight) wrong |= 1u << branch.To;
        }

        return wrong;
    }

    /// <summary>Charges the wrong predictions up to a block.</summary>
    private long Mispredict(PathSchedule path, int upTo, ref uint wrong, ref int begun, long begin)
    {
        long extra = 0;
        for (; wrong != 0 && BitOperations.TrailingZeroCount(wrong) is var to && to <= upTo; wrong &= wrong - 1)
        {
            if (_begins is not null) Begin(path, to, ref begun, begin + extra);
            ScheduledBlock last = path.Blocks[to - 1];
            last.Dynamic.Add(CycleCause.Branch, last.MispredictionCycles);
            extra += last.MispredictionCycles;
        }

        return extra;
    }

    /// <summary>Notes when blocks began, as far as that is not noted yet.</summary>
    private void Begin(PathSchedule path, int blocks, ref int begun, long begin)
    {
        long first = begin - _cyclesAtReset;
        for (; begun < blocks; begun++) _begins![_begun + begun] = first + path.Begins[begun];
    }

    /// <summary>Whether the second load of a pair goes to another bank than the first.</summary>
    private bool GoesElsewhere(in PathStep step, ReadOnlySpan<ulong> events) =>
        (((uint)events[step.Event] ^ (step.LastRead >= 0 ? (uint)events[step.LastRead] : _lastReadAddress)) & 4) != 0;

    /// <summary>Whether an access finds its line at once. All it may change is the order in which lines were used.</summary>
    private bool IsThere(ulong bits)
    {
        uint address = (uint)bits;
        if (_memory.DataCache is { } cache) return ((int)(bits >> 32) & 0xFFFF) <= sizeof(uint) && cache.Use(address >> cache.LineShift);
        if (_memory.DataLines is not { } lines) return false;
        uint sector = (address - _access[_memory.Pages[address >> MemoryTiming.PageShift] & ~MemoryTiming.CodeMark].Start) >> lines.SectorShift;
        return lines.UseSector(sector);
    }

    /// <summary>Makes an access at a cycle, and gives what it waits.</summary>
    private long Access(in PathStep step, ScheduledBlock block, long cycle, ReadOnlySpan<ulong> events)
    {
        ulong bits = events[step.Event];
        uint address = (uint)bits;
        ref readonly AccessCost cost = ref CostAt(address);
        (_block, _cycles, _ordinal) = (block, cycle, step.Ordinal + 1);
        if (step.IsHeld)
        {
            (int lastBlock, uint lastAddress) = step.LastRead >= 0 ? LastRead(events[step.LastRead]) : (_lastReadBlock, _lastReadAddress);
            Charge(CycleCause.Bus, Held(_block.Accesses[step.Ordinal].Flags, address, in cost, _block, lastBlock, lastAddress));
        }

        if ((ExecutionEventKind)(bits >> 62) == ExecutionEventKind.Write) WriteThrough(address, in cost);
        else if (cost.Read != AccessPath.Free) ReadThrough(address, (int)(bits >> 32) & 0xFFFF, in cost);
        return _cycles - cycle;
    }

    private ref readonly AccessCost CostAt(uint address) => ref _access[_memory.Pages[address >> MemoryTiming.PageShift] & ~MemoryTiming.CodeMark];

    private (int Block, uint Address) LastRead(ulong bits) => (CostAt((uint)bits).Block, (uint)bits);
}
