using System.Numerics;

using McuSim.Timing.Cores;
using McuSim.Timing.Decoding;

namespace McuSim.Timing.Scheduling;

/// <summary>Issues the instructions of one block, one at a time.</summary>
internal sealed class InOrderIssue
{
    private readonly InOrderTable _table;
    private readonly FetchQueue _queue;
    private readonly bool _dataYields;
    private readonly int[] _result = new int[Registers.Count];
    private readonly int[] _addend = new int[Registers.Count];
    private readonly int[] _data = new int[Registers.Count];
    private int _now;
    private OpenPhase _open;
    private ulong _lastWrites;
    private int _lastEnd;
    private bool _lastIsNarrow;
    private bool _paired;
    private ulong _previousWrites;
    private int _floatBusy;

    /// <summary>Begins a block.</summary>
    /// <param name="table">The core.</param>
    /// <param name="entry">The state in which the pipeline enters it.</param>
    /// <param name="queue">The fetch queue at its begin.</param>
    /// <param name="sharesBus">Whether all data goes over the bus that the code is fetched over.</param>
    public InOrderIssue(InOrderTable table, InOrderState entry, FetchQueue queue, bool sharesBus = false)
    {
        (_table, _queue, _dataYields) = (table, queue, sharesBus);
        foreach ((int register, int result, int addend, int data) in entry.Ready)
            (_result[register], _addend[register], _data[register]) = (result, addend, data);
        (_open, _lastWrites, _lastIsNarrow, _floatBusy) = (entry.Open, entry.LastWrites, entry.LastIsNarrow, entry.FloatBusy);
    }

    public CycleCounts Cycles { get; } = new();

    public List<int> IssueCycles { get; } = [];

    public AccessList Accesses { get; } = new();

    /// <summary>Whether the last instruction is a branch that issued together with the one that set the flags.</summary>
    public bool EndsWithPairedFlags { get; private set; }

    public void Add(Instruction instruction)
    {
        bool isFloat = ((instruction.Reads | instruction.Writes) & (Registers.Floats | Registers.FloatFlags)) != 0;
        bool chained = EndPhase(instruction);
        bool isFresh = _table.CodeBusOffset > 0 && instruction.RegisterOffset && !instruction.IsStore && (instruction.AddressReads & _lastWrites) != 0;
        AccessFlags freshOffset = isFresh ? AccessFlags.FreshOffset : AccessFlags.None;
        Wait(DependencyReady(instruction), CycleCause.Dependency);
        if (isFloat) Wait(_floatBusy, CycleCause.Divide);
        Wait(_queue.Available(instruction.Address, instruction.Size), CycleCause.InstructionFetch);

        if (instruction.Branch != BranchKind.None && IssueCycles.Count > 0)
            DecodedEarly = Math.Max(_now - 1 - Math.Max(IssueCycles[^1], _queue.Available(instruction.Address, instruction.Size) - 1), 0);
        IssueCycles.Add(_now);
        Accesses.Add(instruction, _now, (chained ? AccessFlags.Chained : instruction.IsStore ? AccessFlags.None : AccessFlags.First) | freshOffset);
        _queue.Consume(instruction.Address, instruction.Size, _now);
        for (int i = 0; _dataYields && i < instruction.AccessCount; i++) _queue.Yield(_now + i, _table.SystemBusHolds);
        Spend(instruction);
        LinkIsFresh = (_previousWrites & Registers.Lr) != 0;
        _previousWrites = instruction.Writes;
        EndsWithPairedFlags = _paired && (_lastWrites & Registers.Flags) != 0;
        Retire(instruction);
    }

    /// <summary>Whether the instruction before the last one wrote LR.</summary>
    public bool LinkIsFresh { get; private set; }

    /// <summary>For how many cycles the last instruction, a branch, was decoded before the cycle ahead of its own: its target's fetch began that much sooner.</summary>
    public int DecodedEarly { get; private set; }

    /// <summary>The state in which the next block is entered.</summary>
    /// <param name="refill">When the words behind a taken branch are there, or null when it was not taken.</param>
    public InOrderState ExitState(int[]? refill)
    {
        var ready = new List<(int, int, int, int)>();
        int Left(int time) => Math.Max(time - _now, 0);
        for (int i = 0; i < Registers.Count; i++)
            if (_result[i] > _now || _addend[i] > _now || _data[i] > _now) ready.Add((i, Left(_result[i]), Left(_addend[i]), Left(_data[i])));
        int floatBusy = Math.Max(_floatBusy - _now, 0);
        return refill is not null
            ? new InOrderState(refill, [.. ready], OpenPhase.None, 0, false, floatBusy)
            : new InOrderState(_queue.StateAt(_now), [.. ready], _open, _lastWrites, _lastIsNarrow, floatBusy);
    }

    /// <summary>Ends what the load or store before has left open; true when this instruction overlaps a load.</summary>
    private bool EndPhase(Instruction instruction)
    {
        OpenPhase open = _open;
        _open = OpenPhase.None;
        bool overlaps = open switch
        {
            OpenPhase.Load => OverlapsLoad(instruction),
            OpenPhase.OffsetStore => instruction.Kind == InstructionKind.Nop, // it eats a following NOP (jnk0le, Cortex-M3/M4)
            OpenPhase.Store => instruction.IsStore || instruction.AccessCount == 0,
            _ => true,
        };
        if (!overlaps)
        {
            Wait(_lastEnd + 1, CycleCause.LoadStore);
            _lastWrites = 0; // the phase is over, so the address delay is too
        }

        return overlaps && open == OpenPhase.Load;
    }

    private bool OverlapsLoad(Instruction instruction) => instruction.Kind switch
    {
        InstructionKind.Load or InstructionKind.Store =>
            (instruction.AddressReads & _lastWrites) == 0 && (_table.IndexedAccessesChain || !instruction.WritesBase),
        InstructionKind.Nop => true, // a load "eats" a following NOP (jnk0le, Cortex-M3/M4)
        _ => false,
    };

    private int DependencyReady(Instruction instruction)
    {
        int ready = _now;
        if ((instruction.AddressReads & _lastWrites) != 0) ready = Math.Max(ready, _lastEnd + _table.AddressDelay);
        ulong others = instruction.AddressReads | instruction.FactorReads | instruction.EarlyReads;
        ulong addends = instruction.AddendReads;
        if (instruction.Kind == InstructionKind.ExtendAdd) addends = instruction.Reads & ~instruction.EarlyReads;
        ready = Latest(ready, _addend, addends & ~others);
        ready = Latest(ready, _data, instruction.DataReads & ~others);
        return Latest(ready, _result, (instruction.Reads & ~addends & ~instruction.DataReads) | others);
    }

    private static int Latest(int time, int[] ready, ulong registers)
    {
        for (; registers != 0; registers &= registers - 1) time = Math.Max(time, ready[BitOperations.TrailingZeroCount(registers)]);
        return time;
    }

    private void Spend(Instruction instruction)
    {
        int cycles = _table.Cycles.GetValueOrDefault(instruction.Kind, 1);
        if (instruction.Kind == InstructionKind.IfThen && _table.FoldsIfThen && _lastIsNarrow) return;
        _paired = !_paired && _table.PairsNarrow && _lastIsNarrow && instruction.Size == 2 && PairsBehind(instruction);
        if (_paired) return;
        _now += 1;
        Cycles.Add(CycleCause.Issue, 1);
        bool list = instruction.AccessCount > 1 || instruction.Kind is InstructionKind.LoadMultiple or InstructionKind.StoreMultiple
            or InstructionKind.FloatLoad or InstructionKind.FloatStore or InstructionKind.FloatLoadMultiple or InstructionKind.FloatStoreMultiple;
        if (list) cycles += _table.CyclesPerRegister * instruction.AccessCount * Math.Max(instruction.AccessBytes / 4, 1);
        if (instruction.Kind == InstructionKind.Multiply && instruction.Size == 2 && (instruction.Writes & Registers.Flags) != 0)
            cycles += _table.FlagSettingMultiply;
        if (instruction.Kind == InstructionKind.Load && instruction.Branch != BranchKind.None && _table.LoadsChain) cycles++; // nothing overlaps its data phase
        if (IsPairToFloat(instruction)) cycles = _table.PairToFloat!.Value.Cycles;
        CycleCause cause = instruction.Kind switch
        {
            InstructionKind.Divide => CycleCause.Divide,
            _ when instruction.AccessCount > 0 => CycleCause.LoadStore,
            _ => CycleCause.Issue,
        };
        Wait(_now + cycles - 1, cause);
    }

    private bool IsPairToFloat(Instruction instruction) =>
        _table.PairToFloat is not null && instruction.Kind == InstructionKind.FloatMoveDual && (instruction.Writes & Registers.Floats) != 0;

    private static bool PairsBehind(Instruction instruction) =>
        instruction.Kind is InstructionKind.Nop or InstructionKind.IfThen || instruction.Branch == BranchKind.Direct;

    private void Retire(Instruction instruction)
    {
        int result = _now + _table.ResultDelay.GetValueOrDefault(instruction.Kind);
        int addend = _now + _table.AddendDelay.GetValueOrDefault(instruction.Kind);
        if (instruction.Operand2 is Operand2.ShiftedRegister or Operand2.ShiftedConstant) result += _table.ShiftedOperandDelay;
        if (instruction.Kind == InstructionKind.FloatMove && (instruction.Writes & Registers.Floats) == 0) result += _table.FloatToCoreDelay;
        if (IsPairToFloat(instruction)) result += _table.PairToFloat!.Value.Delay;
        int data = instruction.Kind == InstructionKind.Load ? result - _table.LoadToStoreBonus : result;
        for (ulong rest = instruction.Writes; rest != 0; rest &= rest - 1)
        {
            int register = BitOperations.TrailingZeroCount(rest);
            (_result[register], _addend[register], _data[register]) = (result, addend, data);
        }

        _floatBusy = Math.Max(_floatBusy, _now + _table.FloatBusy.GetValueOrDefault(instruction.Kind, 1) - 1);
        bool isLoad = instruction.Kind == InstructionKind.Load;
        _open = Phase(instruction);

        // A base that moves on does not delay the next address: loads on one moving base chain (calibrated on MLPerf Tiny images).
        ulong movedBase = instruction.WritesBase ? instruction.AddressReads : 0;
        _lastWrites = isLoad && _open == OpenPhase.None ? 0 : instruction.Writes & ~movedBase;
        _lastEnd = _now;
        _lastIsNarrow = instruction.Size == 2;
    }

    private OpenPhase Phase(Instruction instruction) => instruction.Kind switch
    {
        InstructionKind.Load when _table.LoadsChain && instruction.Branch == BranchKind.None => OpenPhase.Load,
        InstructionKind.Store when _table.RegisterOffsetStore > 0 && instruction.RegisterOffset => OpenPhase.OffsetStore,
        InstructionKind.Store when _table.LoadBehindStore > 0 => OpenPhase.Store,
        _ => OpenPhase.None,
    };

    private void Wait(int until, CycleCause cause)
    {
        if (until <= _now) return;
        Cycles.Add(cause, until - _now);
        _now = until;
    }
}
