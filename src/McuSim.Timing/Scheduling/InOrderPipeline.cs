using McuSim.Timing.Cores;
using McuSim.Timing.Decoding;

namespace McuSim.Timing.Scheduling;

/// <summary>Cores that issue one instruction at a time: Cortex-M0, M0+, M3, M4 and (nearly) M33.</summary>
internal sealed class InOrderPipeline(InOrderTable table) : Pipeline
{
    private readonly InOrderState _empty = new(FetchQueue.Refill(table.FetchQueueWords), [], false, 0, false, 0);

    /// <inheritdoc/>
    public override PipelineState Empty => _empty;

    /// <inheritdoc/>
    public override int ExceptionCycles => table.ExceptionCycles;

    /// <inheritdoc/>
    public override int UnalignedCycles(uint address, int bytes, bool isWrite) =>
        (address & 1) != 0 && bytes > 2 ? table.Unaligned.Byte : table.Unaligned.HalfWord;

    /// <inheritdoc/>
    public override BlockSchedule Schedule(IReadOnlyList<Instruction> block, PipelineState entry)
    {
        var issue = new InOrderIssue(table, (InOrderState)entry, block[0].Address);
        foreach (Instruction instruction in block) issue.Add(instruction);
        Instruction last = block[^1];
        return new BlockSchedule
        {
            Cycles = issue.Cycles,
            TakenCycles = TakenCycles(last) + (issue.EndsWithPairedFlags ? table.PairedFlagsBranch : 0),
            IssueCycles = [.. issue.IssueCycles],
            Accesses = issue.Accesses.ToArray(),
            TakenExit = issue.ExitState(taken: true, _empty),
            FallThroughExit = issue.ExitState(taken: false, _empty),
        };
    }

    private int TakenCycles(Instruction last) => last.Branch switch
    {
        BranchKind.None => 0,
        _ when last.Kind is not (InstructionKind.Branch or InstructionKind.Alu) => table.TakenBranchFromMemory,
        _ => table.TakenBranch[last.Branch],
    };
}
