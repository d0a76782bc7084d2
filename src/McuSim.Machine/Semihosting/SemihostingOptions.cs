namespace McuSim.Machine;

/// <summary>What a program may reach through semihosting. By default: nothing but its own end.</summary>
public sealed record SemihostingOptions
{
    /// <summary>Where the program's standard output and error go, as bytes.</summary>
    public Stream Output { get; init; } = Stream.Null;

    /// <summary>Where its standard input comes from.</summary>
    public Stream Input { get; init; } = Stream.Null;

    /// <summary>The folder whose files it may open, or null for none. Paths that leave it, directly or through links, are refused.</summary>
    public string? Files { get; init; }

    /// <summary>The command line it is given: its name, a blank, its arguments.</summary>
    public string CommandLine { get; init; } = "firmware";

    /// <summary>The core clock in cycles since reset, from which the program's clocks run. Simulated time only, so that equal runs are equal.</summary>
    public Func<ulong> Cycles { get; init; } = () => 0;

    /// <summary>Cycles of that clock in a second.</summary>
    public long ClockHz { get; init; } = 1_000_000;
}
