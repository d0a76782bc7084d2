namespace McuSim.Measurement;

/// <summary>One figure of a report under a name that budgets, traces and exporters share.</summary>
/// <param name="Name">Such as <c>sram.peak</c> or <c>layers.layer_03_conv_2d.cycles</c>; the last parts may come from a file and hold any character.</param>
/// <param name="Value">The figure, exact for bytes, cycles and counts.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Better">Which way it improves.</param>
/// <param name="Capacity">The most there is of it on the board, in the same unit, or null.</param>
public sealed record Metric(string Name, decimal Value, MetricUnit Unit, Direction Better = Direction.Lower, decimal? Capacity = null);

/// <summary>What a metric counts.</summary>
public enum MetricUnit
{
    /// <summary>Bytes.</summary>
    Bytes,

    /// <summary>Core cycles.</summary>
    Cycles,

    /// <summary>Milliseconds at the board's clock.</summary>
    Milliseconds,

    /// <summary>Instructions executed.</summary>
    Instructions,

    /// <summary>Per cent, 0 to 100.</summary>
    Percent,

    /// <summary>A bare number: multiply-accumulates, calls.</summary>
    Count,
}

/// <summary>Which way a metric improves.</summary>
public enum Direction
{
    /// <summary>Less is better.</summary>
    Lower,

    /// <summary>More is better.</summary>
    Higher,
}
