using System.Runtime.CompilerServices;

using McuSim.Machine;
using McuSim.Timing.Memories;
using McuSim.Timing.Scheduling;

namespace McuSim.Timing;

/// <content>The loop that follows the events. It does not allocate, except when it meets a block for the first time.</content>
public sealed partial class TimingModel
{
    private const int RecentBlocks = 4096;
    private const uint SystemBuses = 0xE000_0000; // addresses that differ here go over different buses, as far as memories go

    private AccessCost[] _access;
    private AccessFlags _heldReads;
    private readonly ScheduledBlock?[] _recent = new ScheduledBlock?[RecentBlocks];
    private ScheduledBlock _block;
    private int _ordinal;
    private int _lastReadBlock;
    private uint _lastReadAddress;
    private bool _fetchWasClean;
    private long _blockBegin;

    /// <summary>Core cycles since the counters were reset at which the block in progress began: after the branch that led to it, before its instructions.</summary>
    public long BlockBegin => _blockBegin - _cyclesAtReset;

    /// <inheritdoc/>
    public void Observe(ReadOnlySpan<ulong> events)
    {
        byte[] pages = _memory.Pages;
        foreach (ulong bits in events)
        {
            uint address = (uint)bits;
            switch ((ExecutionEventKind)(bits >> 62))
            {
                case ExecutionEventKind.Block:
                    Begin(address, (int)(bits >> 32));
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

    private void Begin(uint address, int size)
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

        _block = next;
        _blockBegin = _cycles;
        _ordinal = 0;
        if (!next.IsTouched) Touch(next);
        if (next.Fetch != AccessPath.Free && !(ReferenceEquals(next, last) && _fetchWasClean))
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
        if ((flags & _heldReads) != 0) Hold(flags, address, in cost);
        (_lastReadBlock, _lastReadAddress) = (cost.Block, address);
        if (cost.Read != AccessPath.Free) ReadThrough(address, size, in cost);
        if ((address & (uint)(Math.Min(size, 4) - 1)) != 0) Charge(CycleCause.Unaligned, _pipeline.UnalignedCycles(address, size, isWrite: false));
    }

    /// <summary>
    /// What an access waits for buses: a cycle when its load before goes to another memory or to the same bank, when the code needs the bus, or when
    /// code and data lie in two memories on the system bus; and what its memory takes longer for an access on its own.
    /// </summary>
    private void Hold(AccessFlags flags, uint address, in AccessCost cost)
    {
        bool breaks = (flags & AccessFlags.Chained) != 0 && cost.Block != _lastReadBlock;
        if (cost.FirstAccessCycles != 0 && (breaks || (flags & AccessFlags.First) != 0)) Charge(CycleCause.Bus, cost.FirstAccessCycles);
        if (breaks
            || (flags & AccessFlags.Paired) != 0 && ((address ^ _lastReadAddress) & 4) == 0
            || (flags & AccessFlags.Contends) != 0 && ((address ^ _block.Address) & SystemBuses) == 0)
            Charge(CycleCause.Bus, 1);
        if ((flags & AccessFlags.FromSystemBus) != 0 && cost.Block != _block.Memory && ((address ^ _block.Address) & SystemBuses) == 0)
            Charge(CycleCause.Bus, _pipeline.SystemBusSwitch);
    }

    private void ReadThrough(uint address, int size, in AccessCost cost)
    {
        switch (cost.Read)
        {
            case AccessPath.Cache:
                LruCache cache = _memory.DataCache!;
                uint line = address >> cache.LineShift;
                _block.CachedReads++;
                if (!cache.Touch(line)) MissData(in cost);
                uint lastLine = (address + (uint)size - 1) >> cache.LineShift;
                if (lastLine != line && !cache.Touch(lastLine)) MissData(in cost);
                break;
            case AccessPath.Flash:
                FlashLineCache? lines = _memory.DataLines;
                _block.CachedReads++;
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
        Charge(CycleCause.DataCache, _fills.Wait(AccessCycle, cost.LineFillCycles, cost.LineBusyCycles));
    }

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
        if ((flags & ~(AccessFlags.Conditional | AccessFlags.Write)) != 0) Hold(flags, address, in cost);
        if ((page & MemoryTiming.CodeMark) != 0) _blocks.Invalidate(address, size);
        if (cost.Write == AccessPath.Cache)
        {
            if (!_memory.DataCache!.Touch(address >> _memory.DataCache.LineShift)) Charge(CycleCause.WriteStall, _pipeline.StoreMissCycles);
        }
        else if (cost.Write == AccessPath.Wait)
        {
            Charge(CycleCause.Bus, cost.WaitCycles);
        }

        if ((address & (uint)(Math.Min(size, 4) - 1)) != 0) Charge(CycleCause.Unaligned, _pipeline.UnalignedCycles(address, size, isWrite: true));
    }

    /// <summary>What the schedule knows of the next access of the block in progress. Accesses of skipped instructions are passed over.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private AccessFlags NextAccess(int size, bool isWrite)
    {
        AccessInfo[] accesses = _block.Accesses;
        if (_block.HasConditionalAccess) SkipConditional(accesses, size, isWrite);
        int ordinal = _ordinal++;
        return (uint)ordinal < (uint)accesses.Length ? accesses[ordinal].Flags : AccessFlags.None;
    }

    private void SkipConditional(AccessInfo[] accesses, int size, bool isWrite)
    {
        while (_ordinal < accesses.Length)
        {
            AccessInfo access = accesses[_ordinal];
            bool fits = access.Bytes == size && ((access.Flags & AccessFlags.Write) != 0) == isWrite;
            if (fits || (access.Flags & AccessFlags.Conditional) == 0) break;
            _ordinal++;
        }
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
