using System.Globalization;
using McuSim.Boards;

namespace McuSim.Machine.Faults;

/// <summary>Says in one sentence what a fault is.</summary>
internal static class FaultMessage
{
    internal static string For(FirmwareFault fault, Board board, uint number)
    {
        string what = fault.Kind switch
        {
            FaultKind.UndefinedInstruction => $"executed an instruction that the {CoreName(board)} does not have",
            FaultKind.NoCoprocessor when board.Core.Fpu != FpuKind.None =>
                "executed a floating-point instruction while the FPU is off (start-up code sets bits 20 to 23 of CPACR at 0xE000ED88), or one of a coprocessor that is not there",
            FaultKind.NoCoprocessor => $"executed a floating-point or coprocessor instruction that the {CoreName(board)} of board {board.Name} does not have",
            FaultKind.UnmappedAccess => $"{Verb(fault)}, where board {board.Name} has no memory",
            FaultKind.WriteToReadOnly => $"{Verb(fault)}, which lies in read-only {RegionName(fault, board)}",
            FaultKind.FetchUnmapped => $"jumped to {Hex(fault.ProgramCounter)}, where board {board.Name} has no memory",
            FaultKind.FetchNotExecutable => $"jumped to {Hex(fault.ProgramCounter)}, which is not executable memory",
            FaultKind.Unaligned => $"{Verb(fault)}, which is not aligned as the {CoreName(board)} needs it",
            FaultKind.StackOverflow => StackSentence(fault),
            FaultKind.Breakpoint when board.Chip?.Identity?.BootRom is not null && board.RegionAt(fault.ProgramCounter) is { Kind: MemoryKind.Rom } => "called the boot ROM for USB boot, which McuSim does not have",
            FaultKind.Breakpoint => "stopped at a BKPT instruction (an assertion, or semihosting without a debugger)",
            FaultKind.SupervisorCall => "executed SVC, but no operating system is there to call",
            FaultKind.ExceptionReturn => "returned from an exception that it had not taken",
            FaultKind.ArmState => $"branched to an even address ({Hex(fault.ProgramCounter)}), but a Cortex-M has no Arm state",
            FaultKind.Runaway => $"ran away: it executes memory at {Hex(fault.ProgramCounter)} that holds no program",
            FaultKind.ResetRequested => "asked for a reset (AIRCR.SYSRESETREQ)",
            FaultKind.Protected => fault.Access is null ? $"jumped to {Hex(fault.ProgramCounter)}, where its memory protection unit forbids it" : $"{Verb(fault)}, which its memory protection unit forbids",
            FaultKind.BadVector => "was interrupted by an exception for which its vector table names no handler",
            FaultKind.SleepsForever => "waits for an interrupt that never comes",
            _ => string.Create(CultureInfo.InvariantCulture, $"raised processor exception {number}"),
        };
        string about = fault.IsExact ? "at" : "near";
        string place = fault.Location is { } location ? $"in {location} ({about} {Hex(fault.ProgramCounter)})" : $"{about} {Hex(fault.ProgramCounter)}";
        string caller = fault.Backtrace is [{ Location: { } from }, ..] ? $", called from {from}" : "";
        return $"The firmware {what}, {place}{caller}.";
    }

    private static string Verb(FirmwareFault fault) => fault.Access is { } a
        ? string.Create(CultureInfo.InvariantCulture, $"{(a.IsWrite ? "wrote" : "read")} {a.Size} byte{(a.Size == 1 ? "" : "s")} at {Hex(a.Address)}")
        : "accessed memory";

    private static string StackSentence(FirmwareFault fault) =>
        $"overflowed its stack (stack pointer {Hex(fault.Registers[(int)CoreRegister.Sp])}{(fault.Access is { } a ? $", access at {Hex(a.Address)}" : "")})";

    private static string RegionName(FirmwareFault fault, Board board) =>
        fault.Access is { } a && board.RegionAt(a.Address) is { } region ? region.Name : "memory";

    private static string CoreName(Board board) => board.Core.Kind switch
    {
        CoreKind.CortexM0 => "Cortex-M0",
        CoreKind.CortexM0Plus => "Cortex-M0+",
        CoreKind.CortexM3 => "Cortex-M3",
        CoreKind.CortexM4 => "Cortex-M4",
        CoreKind.CortexM7 => "Cortex-M7",
        _ => "Cortex-M33",
    };

    private static string Hex(uint value) => string.Create(CultureInfo.InvariantCulture, $"0x{value:X8}");
}
