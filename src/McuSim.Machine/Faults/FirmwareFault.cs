using System.Collections.Immutable;
using McuSim.Common;

namespace McuSim.Machine;

/// <summary>Everything known about a fault of the program.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="ProgramCounter">Address of the instruction that faulted.</param>
/// <param name="IsExact">False when several instructions of one basic block could have made the access and <paramref name="ProgramCounter"/> is the first of them.</param>
/// <param name="Location">The function it lies in, or null.</param>
/// <param name="Access">The memory access that failed, or null.</param>
/// <param name="Registers">
/// R0 to R15 and xPSR, in the order of <see cref="CoreRegister"/>, as they are when the machine stops. That is before the instruction, but
/// for what the core would refuse and the engine does (an FPU that is off, an unaligned multiple transfer, execution of cleared memory): the engine
/// stops some blocks later then.
/// </param>
/// <param name="Backtrace">The callers that the stack shows, innermost first. Found by looking for return addresses, so a stale one can be among them.</param>
public sealed record FirmwareFault(
    FaultKind Kind,
    uint ProgramCounter,
    bool IsExact,
    SymbolLocation? Location,
    FaultAccess? Access,
    ImmutableArray<uint> Registers,
    ImmutableArray<BacktraceFrame> Backtrace);

/// <summary>A memory access that failed.</summary>
/// <param name="Address">Its first address.</param>
/// <param name="Size">Bytes, or 0 when unknown.</param>
/// <param name="IsWrite">A write, not a read.</param>
public readonly record struct FaultAccess(uint Address, int Size, bool IsWrite);

/// <summary>A caller.</summary>
/// <param name="ReturnAddress">The address that the call returns to.</param>
/// <param name="Location">The function that holds the call, or null.</param>
public readonly record struct BacktraceFrame(uint ReturnAddress, SymbolLocation? Location);

/// <summary>The program faulted (exit code 5).</summary>
public sealed class FirmwareFaultException : McuSimException
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">One sentence.</param>
    /// <param name="fault">The details.</param>
    public FirmwareFaultException(string message, FirmwareFault fault)
        : base(ExitCode.FirmwareFault, message) => Fault = fault;

    /// <summary>The details.</summary>
    public FirmwareFault Fault { get; }
}
