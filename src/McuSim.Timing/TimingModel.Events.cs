using System.Runtime.CompilerServices;

using McuSim.Machine;
using McuSim.Timing.Memories;
using McuSim.Timing.Scheduling;

namespace McuSim.Timing;

/// <content>The loop that follows the events. It does not allocate, except when it meets a block for the first time.</content>
public sealed partial class TimingModel
{
    private const int RecentBlocks = 4096;
    private const AccessFlags HeldWrites = ~(AccessFlags.Conditional | AccessFlags.Write);
    private const uint SystemBus = 0x2000_0000; // below it data goes over the one bus for data in the code region (Arm DDI 0403E, table B3-1; DDI 0439D, section 2.3.1)
    private const uint SystemBuses = 0xE000_0000; // addresses that differ here go over different buses, as far as memories go

    private AccessCost[] _access;
    private AccessFlags _heldReads;
    private readonly ScheduledBlock?[] _recent = new ScheduledBlock?[RecentBlocks];
    private ScheduledBlock _block;
    private int _ordinal;
    private int _lastReadBlock;
    private uint _lastReadAddress;
    private bool _fetchWasClean;
    private long[]? _begins;
    private int _begun;

    /// <summary>
    /// Core cycles since the counters were reset at which each block of the last events began: after the branch that led to it, before its instructions.
    /// Empty unless <see cref="KeepBlockBegins"/> was called.
    /// </summary>
    public ReadOnlySpan<long> BlockBegins => _begins.AsSpan(0, _begun);

    /// <summary>From now on <see cref="BlockBegins"/> are kept.</summary>
    public void KeepBlockBegins() => _begins ??= [];

    /// <inheritdoc/>
    public void Observe(ReadOnlySpan<ulong> events)
    {
        BeginBatch(events.Length);
        Replay(events);
    }

    private void BeginBatch(int events)
    {
        _begun = 0;
        if (_begins is not null && _begins.Length < events) _begins = new long[events];
    }

    private void Replay(ReadOnlySpan<ulong> events)
    {
        byte[] pages = _memory.Pages;
        foreach (ulong bits in events)
        {
            uint address = (uint)bits;
            switch ((ExecutionEventKind)(bits >> 62))
            {
                case ExecutionEventKind.Block:
                    Start(Enter(address, (int)(bits >> 32)));
                    break;
                case ExecutionEventKind.Read:
                    Read(address, (int)(bits >> 32) & 0xFFFF, pages[address >> MemoryTiming.PageShift]);
                    break;
                case ExecutionEventKind.Write:
                    Write(address, (int)(bits >> 32) & 0xFFFF, pages[address >> MemoryTiming.PageShift]);
                    break;
                default:
                    TakeException();
                    break;
            }
        }
    }

    /// <summary>Leaves the block in progress for another: its branch, if it ends with one, is over.</summary>
    private ScheduledBlock Enter(uint address, int size)
    {
        ScheduledBlock last = _block;
        ScheduledBlock? next;
        if (address == last.FallThrough)
        {
            next = last.FallThroughNext;
            if (last.Prediction == Prediction.Conditional && !_predictor.Conditional(last.PredictorIndex, false))
                Charge(CycleCause.Branch, last.MispredictionCycles);
        }
        else
        {
            next = last.TakenNext;
            last.Taken++;
            _cycles += last.TakenCycles;
            if (last.Prediction != Prediction.None && !PredictedTaken(last, address)) Charge(CycleCause.Branch, last.MispredictionCycles);
        }

        if (next is null || next.Address != address || next.Size != size) next = Follow(last, address, size);
        if (next.Segment != _segment && next.Segment >= 0)
        {
            Collect();
            _segment = next.Segment;
        }

        return next;
    }

    private void Start(ScheduledBlock next)
    {
        bool isFetched = ReferenceEquals(next, _block) && _fetchWasClean;
        _block = next;
        _ordinal = 0;
        if (_begins is not null) _begins[_begun++] = _cycles - _cyclesAtReset;
        if (!next.IsTouched) Touch(next);
        if (next.Fetch != AccessPath.Free && !isFetched)
        {
            int stall = _fetch.Fetch(next, _cycles);
            _fetchWasClean = stall == 0 && !_memory.SharesLines;
            if (stall != 0) Charge(InstructionFetch.CauseOf(next.Fetch), stall);
        }

        _cycles += next.StaticCycles;
        Instructions += next.InstructionCount;
        next.Executions++;
    }

    private bool PredictedTaken(ScheduledBlock last, uint target) => last.Prediction == Prediction.Conditional
        ? _predictor.Conditional(last.PredictorIndex, true)
        : _predictor.Target(last.PredictorIndex, target);

    private ScheduledBlock Follow(ScheduledBlock last, uint address, int size)
    {
        bool fallThrough = address == last.FallThrough;
        PipelineState entry = fallThrough ? last.Schedule.FallThroughExit : last.Schedule.TakenExit;
        ref ScheduledBlock? recent = ref _recent[(int)((address >> 1) ^ ((uint)entry.Hash * 0x9E37_79B1)) & (RecentBlocks - 1)];
        if (recent is null || recent.Address != address || recent.Size != size || !ReferenceEquals(recent.Entry, entry))
            recent = _blocks.Find(address, size, entry);
        ScheduledBlock next = recent;
        if (fallThrough) last.FallThroughNext = next;
        else last.TakenNext = next;
        return next;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Read(uint address, int size, byte page)
    {
        AccessFlags flags = NextAccess(size, isWrite: false);
        ref readonly AccessCost cost = ref _access[page & ~MemoryTiming.CodeMark];
        if ((flags & _heldReads) != 0) Charge(CycleCause.Bus, Held(flags, address, in cost, _block, _lastReadBlock, _lastReadAddress));
        (_lastReadBlock, _lastReadAddress) = (cost.Block, address);
        if (cost.Read != AccessPath.Free)
        {
            if (cost.Read != AccessPath.Wait) _block.CachedReads++;
            ReadThrough(address, size, in cost);
        }

        if ((address & (uint)(Math.Min(size, 4) - 1)) != 0) Charge(CycleCause.Unaligned, _pipeline.UnalignedCycles(address, size, isWrite: false));
    }

    /// <summary>
    /// What an access waits for buses: a cycle when its load before goes to another memory (unless one bus serves both) or to the same bank, when the code
    /// needs the bus, or when code and data lie in two memories on the system bus; and what its memory takes longer for an access on its own.
    /// </summary>
    private int Held(AccessFlags flags, uint address, in AccessCost cost, ScheduledBlock block, int lastReadBlock, uint lastReadAddress)
    {
        int cycles = 0;
        bool breaks = (flags & AccessFlags.Chained) != 0 && cost.Block != lastReadBlock && (address | lastReadAddress) >= SystemBus;
        if (breaks || (flags & AccessFlags.First) != 0) cycles += cost.FirstAccessCycles;
        if (breaks
            || (flags & AccessFlags.Paired) != 0 && ((address ^ lastReadAddress) & 4) == 0
            || (flags & AccessFlags.Contends) != 0 && ((address ^ block.Address) & SystemBuses) == 0)
            cycles++;
        if ((flags & AccessFlags.FromSystemBus) != 0 && cost.Block != block.Memory && ((address ^ block.Address) & SystemBuses) == 0)
            cycles += _pipeline.SystemBusSwitch;
        if ((flags & AccessFlags.FreshOffset) != 0 && address < SystemBus) cycles += _pipeline.CodeBusOffset;
        return cycles;
    }

    private void ReadThrough(uint address, int size, in AccessCost cost)
    {
        switch (cost.Read)
        {
            case AccessPath.Cache:
                LruCache cache = _memory.DataCache!;
                uint line = address >> cache.LineShift;
                if (!cache.Touch(line)) MissData(in cost);
                uint lastLine = (address + (uint)size - 1) >> cache.LineShift;
                if (lastLine != line && !cache.Touch(lastLine)) MissData(in cost);
                break;
            case AccessPath.Flash:
                FlashLineCache? lines = _memory.DataLines;
                if (lines is null)
                {
                    _block.ReadMisses++;
                    Charge(CycleCause.DataFlash, _memory.FlashWaitCycles);
                }
                else if (!lines.Touch((address - cost.Start) >> lines.SectorShift))
                {
                    _block.ReadMisses++;
                    Charge(CycleCause.DataFlash, FlashRead((address - cost.Start) >> lines.SectorShift));
                }

                break;
            default:
                Charge(CycleCause.Bus, cost.WaitCycles);
                break;
        }
    }

    private void MissData(in AccessCost cost)
    {
        _block.ReadMisses++;
        FillLine(CycleCause.DataCache, in cost);
    }

    private void FillLine(CycleCause cause, in AccessCost cost) => Charge(cause, _fills.Wait(AccessCycle, cost.LineFillCycles, cost.LineBusyCycles));

    /// <summary>The cycle in which the access just told of is made.</summary>
    private long AccessCycle
    {
        get
        {
            AccessInfo[] accesses = _block.Accesses;
            int issued = (uint)(_ordinal - 1) < (uint)accesses.Length ? accesses[_ordinal - 1].Cycle : 0;
            return _cycles - _block.StaticCycles + issued;
        }
    }

    /// <summary>Cycles that a read of constants waits for the flash. Where data has lines of its own, the prefetcher follows instructions only.</summary>
    private int FlashRead(uint word) =>
        _memory.SharesLines ? _flash.Read(word, AccessCycle) : _memory.FlashWaitCycles + _memory.FlashMissCycles;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Write(uint address, int size, byte page)
    {
        ref readonly AccessCost cost = ref _access[page & ~MemoryTiming.CodeMark];
        AccessFlags flags = NextAccess(size, isWrite: true);
        if ((flags & HeldWrites) != 0) Charge(CycleCause.Bus, Held(flags, address, in cost, _block, _lastReadBlock, _lastReadAddress));
        if ((page & MemoryTiming.CodeMark) != 0) _blocks.Invalidate(address, size);
        WriteThrough(address, in cost);
        if ((address & (uint)(Math.Min(size, 4) - 1)) != 0) Charge(CycleCause.Unaligned, _pipeline.UnalignedCycles(address, size, isWrite: true));
    }

    private void WriteThrough(uint address, in AccessCost cost)
    {
        if (cost.Write == AccessPath.Cache)
        {
            if (!_memory.DataCache!.Touch(address >> _memory.DataCache.LineShift)) FillLine(CycleCause.WriteStall, in cost);
        }
        else if (cost.Write == AccessPath.Wait)
        {
            Charge(CycleCause.Bus, cost.WaitCycles);
        }
    }

    /// <summary>What the schedule knows of the next access of the block in progress. Accesses of skipped instructions are passed over.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private AccessFlags NextAccess(int size, bool isWrite)
    {
        AccessInfo[] accesses = _block.Accesses;
        if (_block.HasConditionalAccess) _ordinal = SkipConditional(accesses, _ordinal, size, isWrite);
        int ordinal = _ordinal++;
        return (uint)ordinal < (uint)accesses.Length ? accesses[ordinal].Flags : AccessFlags.None;
    }

    private static int SkipConditional(AccessInfo[] accesses, int ordinal, int size, bool isWrite)
    {
        for (; ordinal < accesses.Length; ordinal++)
        {
            AccessInfo access = accesses[ordinal];
            bool fits = access.Bytes == size && ((access.Flags & AccessFlags.Write) != 0) == isWrite;
            if (fits || (access.Flags & AccessFlags.Conditional) == 0) break;
        }

        return ordinal;
    }

    private void TakeException()
    {
        // The interrupted block is over; what the branch at its end would have cost is not charged.
        _block = _outside;
        Touch(_outside);
        Charge(CycleCause.Exception, _pipeline.ExceptionCycles);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Charge(CycleCause cause, int cycles)
    {
        _cycles += cycles;
        _block.Dynamic.Add(cause, cycles);
    }

    /// <summary>What accesses to a region cost, for the loop.</summary>
    private readonly record struct AccessCost(AccessPath Read, AccessPath Write, int WaitCycles, int LineFillCycles, int LineBusyCycles, int FirstAccessCycles, uint Start, int Block);
}
