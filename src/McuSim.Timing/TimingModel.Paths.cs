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
        bool isWhole = blocks == path.Blocks.Length, isFetched = isWhole && path.CleanFetch == FetchVersion;
        long begin = _cycles, extra = 0, fills = isFetched || !isWhole ? 0 : FetchFills;
        int begun = 0, fetched = -1;
        bool isClean = _fetchWasClean && ReferenceEquals(path.Blocks[0], _block);
        foreach (ref readonly PathStep step in isFetched ? path.DataSteps.AsSpan(0, counts.DataSteps) : path.Steps.AsSpan(0, counts.Steps))
        {
            if (step.Event >= 0 && !step.IsHeld && IsThere((uint)events[step.Event])) continue;
            if (wrong != 0) extra += Mispredict(path, step.Block, ref wrong, ref begun, begin + extra);
            ScheduledBlock block = path.Blocks[step.Block];
            if (step.Event >= 0)
            {
                if (_begins is not null) Begin(path, step.Block + 1, ref begun, begin + extra);
                extra += Access(in step, block, begin + step.Cycle + extra, events);
            }
            else if (!(step.IsAgain && isClean))
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
        if (isWhole && !isFetched && !_memory.SharesLines) path.CleanFetch = fills == FetchFills ? FetchVersion : -1;
        _cycles = begin + path.Ends[blocks - 1] + extra;
        Instructions += counts.Instructions;
        (_block, _ordinal) = (path.Blocks[blocks - 1], path.Ordinals[blocks - 1]);
        _fetchWasClean = fetched == blocks - 1 ? isClean : _block.Fetch != AccessPath.Wait && !_memory.SharesLines;
        if (path.LastReads[blocks - 1] is >= 0 and var last) (_lastReadBlock, _lastReadAddress) = LastRead(events[last]);
        path.Runs[blocks]++;
        if (path.IsTouched) return;
        path.IsTouched = true;
        _touchedPaths.Add(path);
    }

    /// <summary>Changes whenever something does on the way that code takes.</summary>
    private long FetchVersion => _memory.InstructionLines.Version + (_memory.InstructionCache?.Version ?? 0);

    private long FetchFills => _memory.InstructionLines.Fills + (_memory.InstructionCache?.Fills ?? 0);

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

    /// <summary>Whether an access finds its line at once. All it may change is the order in which flash lines were used.</summary>
    private bool IsThere(ulong bits)
    {
        uint address = (uint)bits;
        if (_memory.DataCache is { } cache) return ((int)(bits >> 32) & 0xFFFF) <= sizeof(uint) && cache.IsNewest(address >> cache.LineShift);
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
