using System.Collections.Immutable;

namespace McuSim.Machine;

/// <summary>How a machine is set up.</summary>
public sealed record MachineOptions
{
    /// <summary>Every access recorded.</summary>
    public static MachineOptions Default { get; } = new();

    /// <summary>Which memory accesses reach the observers. Fixed for the machine's life, because the engine compiles it into the translated code.</summary>
    public RecordedAccesses Accesses { get; init; } = RecordedAccesses.All;

    /// <summary>The other ends of the chip's serial ports by the peripheral's name (USART1, LPUART1, UART0).</summary>
    public IReadOnlyDictionary<string, ISerialStream> Serial { get; init; } = ImmutableDictionary<string, ISerialStream>.Empty;

    /// <summary>What the first serial port that sends, and has no stream in <see cref="Serial"/>, is connected to. Null for nothing.</summary>
    public ISerialStream? Console { get; init; }

    /// <summary>Told whenever the program changes the level of a pin in a port's output register (STM32, nRF52, RP2040). Null for nobody.</summary>
    public Action<PinChange>? PinChanged { get; init; }

    /// <summary>Levels that input pins get, beside those of the board's file.</summary>
    public IReadOnlyList<PinInput> Pins { get; init; } = [];

    /// <summary>What serial audio interfaces hear.</summary>
    public IReadOnlyList<SoundInput> Sounds { get; init; } = [];

    /// <summary>
    /// Whether the program's own exception handlers get its faults, as on the chip, and WFI sleeps until an interrupt. Off, a fault ends the run where it happens, which suits programs
    /// whose handlers only loop, and a sleep that nothing ends is over at once.
    /// </summary>
    public bool DeliverFaults { get; init; }

    /// <summary>
    /// Whether a fault goes to the program's own handler as with <see cref="DeliverFaults"/> where that does something, or a watchdog waits for it not to. A handler that only loops
    /// would hide the fault: the run ends there then.
    /// </summary>
    public bool DeliverHandledFaults { get; init; }

    /// <summary>
    /// Whether a reset that the program or a watchdog asks for is done, and the run goes on. Off, it ends the run: with <see cref="DeliverFaults"/> as
    /// <see cref="StopReason.ResetRequested"/>, else as a fault.
    /// </summary>
    public bool Restarts { get; init; }

    /// <summary>Gets the bytes that the program writes to the ITM's stimulus ports, with the port's number (0 to 31). Null for nobody.</summary>
    public Action<int, byte>? TraceOutput { get; init; }

    /// <summary>Whether <see cref="McuMachine.Debug"/> can stop the program at any instruction. The engine then asks at each, which makes it several times slower.</summary>
    public bool Debuggable { get; init; }

    /// <summary>When code is translated for the host's processor. With <see cref="Debuggable"/> or ranges of <see cref="Accesses"/> the engine executes everything.</summary>
    public TranslationOptions Translation { get; init; } = TranslationOptions.Default;

    /// <summary>
    /// What happens at a BKPT instruction: it gets the machine, stopped at the instruction, and the instruction's immediate (0xAB for semihosting). Null faults. It may read and
    /// write registers and memory; what it throws comes out of <see cref="McuMachine.Run"/>.
    /// </summary>
    public Func<McuMachine, byte, BreakpointAction>? Breakpoint { get; init; }
}

/// <summary>A pin that the program set high or low.</summary>
/// <param name="Port">The port's name in the chip file (GPIOA).</param>
/// <param name="Pin">The pin's number in the port.</param>
/// <param name="High">Its new level.</param>
/// <param name="Cycle">When, in core cycles since reset.</param>
public readonly record struct PinChange(string Port, int Pin, bool High, ulong Cycle);

/// <summary>How a program goes on after BKPT.</summary>
public enum BreakpointAction
{
    /// <summary>After the instruction.</summary>
    Continue,

    /// <summary>Not at all: the run ends with <see cref="StopReason.Exited"/>, the program counter at the instruction.</summary>
    Stop,

    /// <summary>As without a debugger: <see cref="FaultKind.Breakpoint"/>.</summary>
    Fault,
}
