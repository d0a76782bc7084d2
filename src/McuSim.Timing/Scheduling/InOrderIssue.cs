using System.Numerics;

using McuSim.Timing.Cores;
using McuSim.Timing.Decoding;

namespace McuSim.Timing.Scheduling;

/// <summary>Issues the instructions of one block, one at a time.</summary>
internal sealed class InOrderIssue
{
    private readonly InOrderTable _table;
    private readonly FetchQueue _queue;
    private readonly int[] _result = new int[Registers.Count];
    private readonly int[] _addend = new int[Registers.Count];
    private int _now;
    private bool _loadOpen;
    private ulong _lastWrites;
    private int _lastEnd;
    private bool _lastIsNarrow;
    private int _floatBusy;

    public InOrderIssue(InOrderTable table, InOrderState entry, uint address)
    {
        _table = table;
        _queue = new FetchQueue(table.FetchLatency, address, entry.Words);
        foreach ((int register, int result, int addend) in entry.Ready) (_result[register], _addend[register]) = (result, addend);
        (_loadOpen, _lastWrites, _lastIsNarrow, _floatBusy) = (entry.LoadOpen, entry.LastWrites, entry.LastIsNarrow, entry.FloatBusy);
    }

    public CycleCounts Cycles { get; } = new();

    public List<int> IssueCycles { get; } = [];

    public AccessList Accesses { get; } = new();

    public void Add(Instruction instruction)
    {
        bool isFloat = ((instruction.Reads | instruction.Writes) & (Registers.Floats | Registers.FloatFlags)) != 0;
        bool chained = EndLoad(instruction);
        Wait(DependencyReady(instruction), CycleCause.Dependency);
        if (isFloat) Wait(_floatBusy, CycleCause.Divide);
        Wait(_queue.Available(instruction.Address, instruction.Size), CycleCause.InstructionFetch);

        IssueCycles.Add(_now);
        Accesses.Add(instruction, chained && !instruction.IsStore ? AccessFlags.Chained : AccessFlags.None);
        _queue.Consume(instruction.Address, instruction.Size, _now);
        Spend(instruction);
        Retire(instruction);
    }

    public InOrderState ExitState(bool taken, InOrderState empty)
    {
        var ready = new List<(int, int, int)>();
        for (int i = 0; i < Registers.Count; i++)
            if (_result[i] > _now || _addend[i] > _now) ready.Add((i, Math.Max(_result[i] - _now, 0), Math.Max(_addend[i] - _now, 0)));
        int floatBusy = Math.Max(_floatBusy - _now, 0);
        return taken
            ? new InOrderState(empty.Words, [.. ready], false, 0, false, floatBusy)
            : new InOrderState(_queue.StateAt(_now), [.. ready], _loadOpen, _lastWrites, _lastIsNarrow, floatBusy);
    }

    /// <summary>Ends the data phase of a load before; true when this instruction overlaps it.</summary>
    private bool EndLoad(Instruction instruction)
    {
        if (!_loadOpen) return false;
        bool dependent = (instruction.AddressReads & _lastWrites) != 0;
        bool overlaps = instruction.Kind switch
        {
            InstructionKind.Load or InstructionKind.Store => !dependent,
            InstructionKind.Nop => true, // a load "eats" a following NOP (jnk0le, Cortex-M3/M4)
            _ => false,
        };
        if (!overlaps) Wait(_lastEnd + 1, CycleCause.LoadStore);
        if (!overlaps) _lastWrites = 0; // the data phase is over, so the address delay is too
        _loadOpen = false;
        return overlaps;
    }

    private int DependencyReady(Instruction instruction)
    {
        int ready = _now;
        if ((instruction.AddressReads & _lastWrites) != 0) ready = Math.Max(ready, _lastEnd + _table.AddressDelay);
        for (ulong rest = instruction.Reads & ~instruction.AddendReads; rest != 0; rest &= rest - 1)
            ready = Math.Max(ready, _result[BitOperations.TrailingZeroCount(rest)]);
        for (ulong rest = instruction.AddendReads; rest != 0; rest &= rest - 1)
            ready = Math.Max(ready, _addend[BitOperations.TrailingZeroCount(rest)]);
        return ready;
    }

    private void Spend(Instruction instruction)
    {
        int cycles = _table.Cycles.GetValueOrDefault(instruction.Kind, 1);
        if (instruction.Kind == InstructionKind.IfThen && _table.FoldsIfThen && _lastIsNarrow) return;
        _now += 1;
        Cycles.Add(CycleCause.Issue, 1);
        bool list = instruction.AccessCount > 1 || instruction.Kind is InstructionKind.LoadMultiple or InstructionKind.StoreMultiple
            or InstructionKind.FloatLoad or InstructionKind.FloatStore or InstructionKind.FloatLoadMultiple or InstructionKind.FloatStoreMultiple;
        if (list) cycles += _table.CyclesPerRegister * instruction.AccessCount * Math.Max(instruction.AccessBytes / 4, 1);
        if (instruction.Kind == InstructionKind.Store && instruction.RegisterOffset) cycles += _table.RegisterOffsetStore;
        CycleCause cause = instruction.Kind switch
        {
            InstructionKind.Divide => CycleCause.Divide,
            _ when instruction.AccessCount > 0 => CycleCause.LoadStore,
            _ => CycleCause.Issue,
        };
        Wait(_now + cycles - 1, cause);
    }

    private void Retire(Instruction instruction)
    {
        int result = _now + _table.ResultDelay.GetValueOrDefault(instruction.Kind);
        int addend = _now + _table.AddendDelay.GetValueOrDefault(instruction.Kind);
        for (ulong rest = instruction.Writes; rest != 0; rest &= rest - 1)
        {
            int register = BitOperations.TrailingZeroCount(rest);
            (_result[register], _addend[register]) = (result, addend);
        }

        if (instruction.Kind is InstructionKind.FloatDivide or InstructionKind.FloatSquareRoot)
            _floatBusy = _now + _table.FloatDivideCycles - 1;
        bool isLoad = instruction.Kind == InstructionKind.Load;
        _loadOpen = _table.LoadsChain && isLoad && instruction.Branch == BranchKind.None;

        // A base that moves on does not delay the next address: loads on one moving base chain (calibrated on MLPerf Tiny images).
        ulong movedBase = instruction.WritesBase ? instruction.AddressReads : 0;
        _lastWrites = isLoad && !_loadOpen ? 0 : instruction.Writes & ~movedBase;
        _lastEnd = _now;
        _lastIsNarrow = instruction.Size == 2;
    }

    private void Wait(int until, CycleCause cause)
    {
        if (until <= _now) return;
        Cycles.Add(cause, until - _now);
        _now = until;
    }
}
