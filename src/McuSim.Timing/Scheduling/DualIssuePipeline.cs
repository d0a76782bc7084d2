using McuSim.Timing.Cores;
using McuSim.Timing.Decoding;

namespace McuSim.Timing.Scheduling;

/// <summary>Cores that issue up to two instructions per cycle in order: Cortex-M7.</summary>
internal sealed class DualIssuePipeline(DualIssueTable table) : Pipeline
{
    private readonly DualIssueState _empty = new([], 0, 0, 0, null);

    /// <inheritdoc/>
    public override PipelineState Empty => _empty;

    /// <inheritdoc/>
    public override int ExceptionCycles => table.ExceptionCycles;

    /// <inheritdoc/>
    public override (int Cycles, int OldFlagsBonus) Misprediction => (table.Misprediction, table.OldFlagsBonus);

    /// <inheritdoc/>
    public override int UnalignedCycles(uint address, int bytes, bool isWrite) => isWrite ? 0 : table.UnalignedLoad;

    /// <inheritdoc/>
    public override BlockSchedule Schedule(IReadOnlyList<Instruction> block, PipelineState entry, int fetchCycles)
    {
        var issue = new DualIssue(table, (DualIssueState)entry);
        foreach (Instruction instruction in block) issue.Add(instruction);
        issue.Finish();
        Instruction last = block[^1];
        bool flagsDecide = last.Conditional && (last.Branch != BranchKind.Direct || (last.Reads & Registers.Flags) != 0);
        return new BlockSchedule
        {
            Cycles = issue.Cycles,
            TakenCycles = 0,
            IssueCycles = [.. issue.IssueCycles],
            Accesses = issue.Accesses.ToArray(),
            OldFlags = flagsDecide && issue.FlagsAge >= table.OldFlagsAge,
            TakenExit = issue.ExitState(taken: true),
            FallThroughExit = issue.ExitState(taken: false),
        };
    }
}
