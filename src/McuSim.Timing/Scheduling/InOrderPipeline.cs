using McuSim.Timing.Cores;
using McuSim.Timing.Decoding;

namespace McuSim.Timing.Scheduling;

/// <summary>Cores that issue one instruction at a time: Cortex-M0, M0+, M3, M4 and (nearly) M33.</summary>
internal sealed class InOrderPipeline(InOrderTable table) : Pipeline
{
    /// <summary>Where the system bus begins (Arm DDI 0403E, table B3-1).</summary>
    private const uint SystemBus = 0x2000_0000;

    private readonly InOrderState _empty = new(FetchQueue.Refill(table.FetchQueueWords), [], OpenPhase.None, 0, false, 0);

    /// <inheritdoc/>
    public override PipelineState Empty => _empty;

    /// <inheritdoc/>
    public override int ExceptionCycles => table.ExceptionCycles;

    /// <inheritdoc/>
    public override int SystemBusSwitch => table.SystemBusSwitch;

    /// <inheritdoc/>
    public override int CodeBusOffset => table.CodeBusOffset;

    /// <inheritdoc/>
    public override int UnalignedCycles(uint address, int bytes, bool isWrite) =>
        (address & 1) != 0 && bytes > 2 ? table.Unaligned.Byte : table.Unaligned.HalfWord;

    /// <inheritdoc/>
    public override BlockSchedule Schedule(IReadOnlyList<Instruction> block, PipelineState entry, int fetchCycles)
    {
        var state = (InOrderState)entry;
        bool onSystemBus = block[0].Address >= SystemBus;
        int spacing = onSystemBus ? table.SystemBusSpacing + fetchCycles : 1;
        InOrderIssue issue = Issue(block, state, new FetchQueue(table.FetchLatency, block[0].Address, state.Words, spacing, table.FetchRestart), sharesBus: false);
        Instruction last = block[^1];
        AccessInfo[] accesses = issue.Accesses.ToArray();
        if (accesses.Length > 0 && (onSystemBus || table.SharedCodeBus)) Contention.Mark(accesses, Contended(block, state, spacing));
        if (onSystemBus && table.SystemBusSwitch > 0)
            for (int i = 0; i < accesses.Length; i++) accesses[i] = accesses[i] with { Flags = accesses[i].Flags | AccessFlags.FromSystemBus };
        int taken = TakenCycles(last, issue.LinkIsFresh) + (issue.EndsWithPairedFlags ? table.PairedFlagsBranch : 0);
        return new BlockSchedule
        {
            Cycles = issue.Cycles,
            TakenCycles = taken + (taken > 0 && onSystemBus ? table.SystemBusRefill + fetchCycles : 0),
            IssueCycles = [.. issue.IssueCycles],
            Accesses = accesses,
            TakenExit = issue.ExitState(FetchQueue.Refill(table.FetchQueueWords, spacing, DecodesTarget(last, issue.LinkIsFresh) ? issue.DecodedEarly : 0)),
            FallThroughExit = issue.ExitState(refill: null),
        };
    }

    private InOrderIssue Issue(IReadOnlyList<Instruction> block, InOrderState entry, FetchQueue queue, bool sharesBus)
    {
        var issue = new InOrderIssue(table, entry, queue, sharesBus);
        foreach (Instruction instruction in block) issue.Add(instruction);
        return issue;
    }

    /// <summary>How many cycles more the block takes when all its data goes over the bus that its code is fetched over.</summary>
    private int Contended(IReadOnlyList<Instruction> block, InOrderState entry, int spacing)
    {
        bool limits = table.FetchQueueWords > 0;
        FetchQueue Queue() => new(
            limits ? table.FetchLatency : Contention.Latency, block[0].Address, limits ? entry.Words : FetchQueue.Refill(Contention.Words), spacing, table.FetchRestart);
        return (int)(Issue(block, entry, Queue(), sharesBus: true).Cycles.Total - Issue(block, entry, Queue(), sharesBus: false).Cycles.Total);
    }

    /// <summary>Whether a branch sends its target out when it is decoded.</summary>
    private static bool DecodesTarget(Instruction last, bool linkIsFresh) => last switch
    {
        { Kind: not (InstructionKind.Branch or InstructionKind.Alu) } => false,
        { Branch: BranchKind.Direct } => (last.Reads & ~Registers.Flags) == 0,
        { Branch: BranchKind.Call } => true,
        _ => (last.Reads & Registers.Lr) != 0 && !linkIsFresh,
    };

    private int TakenCycles(Instruction last, bool linkIsFresh) => last switch
    {
        { Branch: BranchKind.None } => 0,
        { Kind: not (InstructionKind.Branch or InstructionKind.Alu) } => table.TakenBranchFromMemory,
        { Branch: BranchKind.Direct } => table.TakenBranch[BranchKind.Direct] + (DecodesTarget(last, linkIsFresh) ? 0 : table.CompareBranch),
        _ when (last.Reads & Registers.Lr) != 0 => table.TakenBranch[BranchKind.Return] + (linkIsFresh ? table.FreshLink : 0),
        _ => table.TakenBranch[last.Branch],
    };
}
