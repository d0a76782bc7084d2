using System.Numerics;

using McuSim.Timing.Cores;
using McuSim.Timing.Decoding;

namespace McuSim.Timing.Scheduling;

/// <summary>Issues the instructions of one block, up to two per cycle. Cycle 0 is the first that belongs to the block.</summary>
internal sealed class DualIssue
{
    /// <summary>Ready so long ago that even the cycle before the block could use it.</summary>
    private static readonly ResultLatency s_past = new(-1, -1, -1, -1, -1, -1);

    private readonly DualIssueTable _table;
    private readonly ResultLatency[] _ready = new ResultLatency[Registers.Count];
    private readonly bool[] _divided = new bool[Registers.Count];
    private int _cycle = -1;
    private int _busyUntil;
    private CycleCause _busyCause = CycleCause.LoadStore;
    private int _flagsSet;
    private int _macUntil;
    private Instruction? _older;

    public DualIssue(DualIssueTable table, DualIssueState entry)
    {
        _table = table;
        Array.Fill(_ready, s_past);
        foreach ((int register, ResultLatency ready) in entry.Ready) _ready[register] = ready;
        (_busyUntil, _flagsSet, _macUntil, _older) = (entry.Busy, -entry.FlagsAge, entry.MacBusy, entry.Older);
    }

    public CycleCounts Cycles { get; } = new();

    public List<int> IssueCycles { get; } = [];

    public AccessList Accesses { get; } = new();

    public int FlagsAge { get; private set; }

    public void Add(Instruction instruction)
    {
        IssueRow row = Row(instruction);
        (int earliest, CycleCause cause) = Operands(instruction);
        if (_macUntil > earliest && IsKeptByMac(instruction)) (earliest, cause) = (_macUntil, CycleCause.Dependency);
        bool younger = _older is not null && earliest <= _cycle && CanPair(_older, Row(_older), instruction, row);
        if (!younger) NextCycle(earliest, cause);

        IssueCycles.Add(Math.Max(_cycle, 0));
        bool paired = younger && instruction.Kind == InstructionKind.Load && _older!.Kind == InstructionKind.Load;
        Accesses.Add(instruction, Math.Max(_cycle, 0), paired ? AccessFlags.Paired : AccessFlags.None);
        FlagsAge = _cycle - _flagsSet;
        Retire(instruction, row, younger);
        int cycles = IssueCyclesOf(instruction, row);
        if (cycles > 1)
            (_busyUntil, _busyCause) = (_cycle + cycles, row.Units.HasFlag(IssueUnits.Float) ? CycleCause.Divide : CycleCause.LoadStore);
        _older = younger || row.Slot == IssueSlot.Alone ? null : instruction;
    }

    /// <summary>Ends the block: what holds the issue is waited for.</summary>
    public void Finish()
    {
        if (_busyUntil > _cycle + 1)
        {
            Cycles.Add(_busyCause, _busyUntil - _cycle - 1);
            _cycle = _busyUntil - 1;
            _older = null;
        }
    }

    public DualIssueState ExitState(bool taken)
    {
        int now = _cycle + 1;
        var ready = new List<(int, ResultLatency)>();
        for (int i = 0; i < Registers.Count; i++)
        {
            ResultLatency left = Shift(_ready[i], -now);
            if (left != s_past) ready.Add((i, left));
        }

        return new DualIssueState(
            [.. ready], 0, Math.Clamp(now - _flagsSet, 0, _table.OldFlagsAge), Math.Max(_macUntil - now, 0), taken ? null : _older);
    }

    private IssueRow Row(Instruction instruction) =>
        instruction.DoublePrecision && _table.DoubleRows.TryGetValue(instruction.Kind, out IssueRow? row) ? row : _table.Rows[instruction.Kind];

    private void NextCycle(int earliest, CycleCause cause)
    {
        int next = _cycle + 1;
        if (_busyUntil > next)
        {
            Cycles.Add(_busyCause, _busyUntil - next);
            next = _busyUntil;
        }

        if (earliest > next)
        {
            Cycles.Add(cause, earliest - next);
            next = earliest;
        }

        Cycles.Add(CycleCause.Issue, 1);
        _cycle = next;
    }

    /// <summary>The first cycle in which all operands are there.</summary>
    private (int Cycle, CycleCause Cause) Operands(Instruction instruction)
    {
        int earliest = int.MinValue;
        CycleCause cause = CycleCause.Dependency;
        ulong reads = instruction.Reads;

        // A predicted branch does not wait for what decides it.
        if (instruction.Kind == InstructionKind.Branch) reads = 0;
        else if (instruction.Conditional) reads |= Registers.Flags;
        for (ulong rest = reads; rest != 0; rest &= rest - 1)
        {
            int register = BitOperations.TrailingZeroCount(rest);
            ulong bit = 1UL << register;
            ResultLatency ready = _ready[register];
            int when = ready.Late;
            if ((instruction.DataReads & bit) != 0) when = ready.Data;
            if ((instruction.AddendReads & bit) != 0) when = ready.Addend;
            if ((instruction.FactorReads & bit) != 0) when = Math.Max(when, ready.Factor);
            if ((instruction.EarlyReads & bit) != 0) when = Math.Max(when, ready.Early);
            if ((instruction.AddressReads & bit) != 0) when = Math.Max(when, ready.Address);
            if (when <= earliest) continue;
            earliest = when;
            cause = _divided[register] ? CycleCause.Divide : CycleCause.Dependency;
        }

        return (earliest, cause);
    }

    private bool CanPair(Instruction older, IssueRow olderRow, Instruction younger, IssueRow youngerRow)
    {
        if (olderRow.Slot == IssueSlot.Alone || youngerRow.Slot != IssueSlot.Any) return false;
        if (_cycle < _macUntil && youngerRow.Units.HasFlag(IssueUnits.FloatTransfer) && younger.Kind != InstructionKind.FloatMultiplyAdd) return false;
        return (Units(older, olderRow) & Units(younger, youngerRow)) == 0;
    }

    /// <summary>Whether a multiplication with addition that issued shortly before keeps this instruction waiting.</summary>
    private bool IsKeptByMac(Instruction instruction) => instruction.Kind switch
    {
        InstructionKind.FloatLoadMultiple or InstructionKind.FloatStoreMultiple => true,
        InstructionKind.FloatLoad or InstructionKind.FloatStore => instruction.DoublePrecision,
        InstructionKind.FloatAlu => !instruction.DoublePrecision
            && (_table.KeptByFloatMac.Contains(instruction.Name) || (instruction.Name == "VMOV" && instruction.Reads == 0)),
        _ => false,
    };

    private static IssueUnits Units(Instruction instruction, IssueRow row) =>
        instruction.Operand2 is Operand2.ShiftedConstant or Operand2.ShiftedRegister ? row.Units | IssueUnits.Shifter : row.Units;

    private int IssueCyclesOf(Instruction instruction, IssueRow row)
    {
        bool list = instruction.AccessCount > 1 || instruction.Kind is InstructionKind.LoadMultiple or InstructionKind.StoreMultiple
            or InstructionKind.FloatLoadMultiple or InstructionKind.FloatStoreMultiple;
        if (!list) return row.Cycles;
        int words = instruction.AccessCount * Math.Max(instruction.AccessBytes / 4, 1);
        return Math.Max((words + 1) / 2 * _table.CyclesPerRegisterPair, 1);
    }

    private void Retire(Instruction instruction, IssueRow row, bool younger)
    {
        ResultLatency latency = row.Latency;
        if (instruction.Kind == InstructionKind.FloatMultiplyAdd && !instruction.DoublePrecision) _macUntil = _cycle + _table.FloatMacBusy;
        if (RunsEarly(instruction, younger)) latency = _table.EarlyResult;
        int extra = instruction.Kind == InstructionKind.Load && instruction.AccessBytes < 4 ? _table.NarrowLoad : 0;
        ResultLatency result = Shift(latency, _cycle + extra);
        if (extra != 0) result = result with { Addend = result.Addend - extra }; // an addend is read a cycle later
        ulong moved = instruction.WritesBase ? instruction.AddressReads : 0;
        for (ulong rest = instruction.Writes; rest != 0; rest &= rest - 1)
        {
            int register = BitOperations.TrailingZeroCount(rest);
            ulong bit = 1UL << register;
            _divided[register] = instruction.Kind == InstructionKind.Divide;
            if (bit == Registers.Flags)
            {
                int set = _cycle + _table.FlagLatency;
                _ready[register] = new ResultLatency(set, set, set, set, set, set);
                _flagsSet = _cycle;
            }
            else
            {
                _ready[register] = (moved & bit) != 0 ? Shift(_table.EarlyResult, _cycle) : result;
            }
        }
    }

    /// <summary>Whether an ALU instruction runs in the early stage: the right kind, its operands there a stage earlier, the right place.</summary>
    private bool RunsEarly(Instruction instruction, bool younger)
    {
        if (instruction.Operand2 is Operand2.ShiftedConstant or Operand2.ShiftedRegister || instruction.Conditional) return false;
        bool kind = instruction.Kind == InstructionKind.Shift || (instruction.Kind == InstructionKind.Alu && !younger && _table.EarlyNames.Contains(instruction.Name));
        if (!kind) return false;
        for (ulong rest = instruction.Reads; rest != 0; rest &= rest - 1)
            if (_ready[BitOperations.TrailingZeroCount(rest)].Early > _cycle) return false;
        return true;
    }

    private static ResultLatency Shift(ResultLatency latency, int by) => new(
        Math.Max(latency.Late + by, -1), Math.Max(latency.Early + by, -1), Math.Max(latency.Address + by, -1),
        Math.Max(latency.Factor + by, -1), Math.Max(latency.Addend + by, -1), Math.Max(latency.Data + by, -1));
}
