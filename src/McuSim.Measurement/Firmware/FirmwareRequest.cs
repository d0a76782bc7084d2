using McuSim.Boards;
using McuSim.Machine;
using McuSim.Machine.Debugging;

namespace McuSim.Measurement;

/// <summary>What firmware to run, and how.</summary>
/// <param name="Image">The firmware.</param>
/// <param name="Board">The board.</param>
/// <param name="Limits">How long the whole run may last.</param>
public sealed record FirmwareRequest(FirmwareImage Image, Board Board, RunLimits Limits)
{
    /// <summary>Whether cycles and memory are measured. Without, the run is several times as fast and reports instructions only.</summary>
    public bool Timing { get; init; } = true;

    /// <summary>What the program prints goes here as it prints it.</summary>
    public Stream Output { get; init; } = Stream.Null;

    /// <summary>The other ends of serial ports by the peripheral's name; the first port that sends and is not named here prints to <see cref="Output"/>.</summary>
    public IReadOnlyDictionary<string, ISerialStream> Serial { get; init; } = new Dictionary<string, ISerialStream>();

    /// <summary>What the program reads from its console. An <see cref="InputQueue"/> can be shared with a serial port.</summary>
    public Stream Input { get; init; } = Stream.Null;

    /// <summary>Whether the serial port that prints to <see cref="Output"/> receives from <see cref="Input"/> as well.</summary>
    public bool ConsoleReceives { get; init; }

    /// <summary>What a debugger connects to, or null. The program waits for it at its first instruction.</summary>
    public GdbServer? Debugger { get; init; }

    /// <summary>Where everything that is executed and accessed goes (<see cref="Machine.Tracing.TraceReader"/> reads it), or null.</summary>
    public Stream? Trace { get; init; }

    /// <summary>The folder whose files the program may open, or null.</summary>
    public string? Files { get; init; }

    /// <summary>The program's arguments, without its name.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];
}
