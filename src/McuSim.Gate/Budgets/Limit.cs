using McuSim.Measurement;

namespace McuSim.Gate;

/// <summary>One limit of a budget.</summary>
/// <param name="Metric">The metric's name, or a pattern with <c>*</c>.</param>
/// <param name="Kind">What it is measured against.</param>
/// <param name="Value">The most (the least, where more is better), in the metric's unit; in per cent for shares.</param>
/// <param name="AtLeast">Whether the figure must be at least that, not at most.</param>
/// <param name="Text">As it stands in the budget.</param>
/// <param name="File">The budget's file.</param>
/// <param name="Line">Its line there, from 1.</param>
public sealed record Limit(string Metric, LimitKind Kind, decimal Value, bool AtLeast, string Text, string File, int Line)
{
    /// <summary>Whether it is one for the whole file, which is left out where there is no such metric.</summary>
    public bool IsGeneral { get; init; }

    /// <summary>Whether it compares with the recorded baseline.</summary>
    public bool IsRelative => Kind is LimitKind.Change or LimitKind.ChangeShare;

    /// <summary>The bound in the metric's unit.</summary>
    /// <param name="metric">What was measured.</param>
    /// <param name="baseline">What was recorded, or null.</param>
    /// <returns>Null when it cannot be told: no baseline, or no capacity.</returns>
    public decimal? Bound(Metric metric, Metric? baseline)
    {
        decimal sign = AtLeast ? -1 : 1;
        return Kind switch
        {
            LimitKind.Absolute => Value,
            LimitKind.CapacityShare => metric.Capacity * Value / 100,
            LimitKind.Change => baseline?.Value + (sign * Value),
            _ => baseline?.Value * (1 + (sign * Value / 100)),
        };
    }

    /// <summary>Whether a figure keeps a bound.</summary>
    public bool Keeps(decimal value, decimal bound) => AtLeast ? value >= bound : value <= bound;
}

/// <summary>What a limit is measured against.</summary>
public enum LimitKind
{
    /// <summary>A figure: <c>200 KB</c>.</summary>
    Absolute,

    /// <summary>A share of what the board has: <c>80 %</c>.</summary>
    CapacityShare,

    /// <summary>A difference to the baseline: <c>+0</c>, <c>+512 B</c>.</summary>
    Change,

    /// <summary>A share of the baseline by which it may get worse: <c>+1 %</c>.</summary>
    ChangeShare,
}
