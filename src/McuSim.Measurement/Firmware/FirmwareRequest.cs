using System.Collections.Immutable;

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

    /// <summary>
    /// Whether the program's own set-up of clock and flash decides on its speed, as on the chip. Else those are as in the board's file; the core's caches
    /// are the program's in any case.
    /// </summary>
    public bool FollowsChip { get; init; } = true;

    /// <summary>Other set-ups of the board under which the run is timed too.</summary>
    public ImmutableArray<WhatIf> WhatIfs { get; init; } = [];

    /// <summary>Boards with the same memory map and chip for which the same run is timed too.</summary>
    public ImmutableArray<TimedBoard> AlsoOn { get; init; } = [];

    /// <summary>Whether to look for settings that cost time.</summary>
    public bool Advises { get; init; }

    /// <summary>Told, for each board, what the run did call by call when it is over; null records nothing. Needs <see cref="Timing"/>.</summary>
    public Action<Recording>? Record { get; init; }

    /// <summary>What the program prints goes here as it prints it.</summary>
    public Stream Output { get; init; } = Stream.Null;

    /// <summary>The other ends of serial ports by the peripheral's name; the first port that sends and is not named here prints to <see cref="Output"/>.</summary>
    public IReadOnlyDictionary<string, ISerialStream> Serial { get; init; } = new Dictionary<string, ISerialStream>();

    /// <summary>What the program reads from its console. An <see cref="InputQueue"/> can be shared with a serial port.</summary>
    public Stream Input { get; init; } = Stream.Null;

    /// <summary>Whether the serial port that prints to <see cref="Output"/> receives from <see cref="Input"/> as well.</summary>
    public bool ConsoleReceives { get; init; }

    /// <summary>Levels that input pins get from outside, beside those of the board's file.</summary>
    public IReadOnlyList<PinInput> Pins { get; init; } = [];

    /// <summary>What serial audio interfaces hear.</summary>
    public IReadOnlyList<SoundInput> Sounds { get; init; } = [];

    /// <summary>What a debugger connects to, or null. The program waits for it at its first instruction.</summary>
    public GdbServer? Debugger { get; init; }

    /// <summary>Where everything that is executed and accessed goes (<see cref="Machine.Tracing.TraceReader"/> reads it), or null.</summary>
    public Stream? Trace { get; init; }

    /// <summary>The folder whose files the program may open, or null.</summary>
    public string? Files { get; init; }

    /// <summary>The program's arguments, without its name.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];
}

/// <summary>A board for which a run is timed, and what it is compared with there.</summary>
/// <param name="Board">The board.</param>
/// <param name="WhatIfs">Other set-ups of it.</param>
public sealed record TimedBoard(Board Board, ImmutableArray<WhatIf> WhatIfs);
