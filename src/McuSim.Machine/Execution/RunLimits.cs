namespace McuSim.Machine;

/// <summary>How long a run may last.</summary>
/// <param name="Instructions">Most instructions to execute, or null. The same program stops at the same block every time: the last one that stays within the limit.</param>
/// <param name="WallTime">Most time on the host, or null. Where it stops differs from run to run.</param>
public sealed record RunLimits(long? Instructions = null, TimeSpan? WallTime = null)
{
    /// <summary>No limits.</summary>
    public static RunLimits None { get; } = new();
}

/// <summary>Why a run ended without a fault.</summary>
public enum StopReason
{
    /// <summary>The program is about to execute the instruction that was asked for.</summary>
    ReachedAddress,

    /// <summary><see cref="RunLimits.Instructions"/>.</summary>
    InstructionLimit,

    /// <summary><see cref="RunLimits.WallTime"/>.</summary>
    TimeLimit,

    /// <summary>The cancellation token.</summary>
    Cancelled,

    /// <summary>The program asked for a reset (AIRCR.SYSRESETREQ), with <see cref="MachineOptions.DeliverFaults"/>: <see cref="McuMachine.Reset"/> does it. Otherwise that is a fault.</summary>
    ResetRequested,

    /// <summary>The program ended itself at a BKPT, as <see cref="MachineOptions.Breakpoint"/> decided.</summary>
    Exited,

    /// <summary>A breakpoint of <see cref="McuMachine.Debug"/>: its instruction comes next.</summary>
    Breakpoint,

    /// <summary>The last instruction accessed what a watchpoint of <see cref="McuMachine.Debug"/> watches.</summary>
    Watchpoint,

    /// <summary>One instruction was executed, as <see cref="McuMachine.Step"/> asked.</summary>
    Stepped,
}
