using McuSim.Measurement;

namespace McuSim.Gate;

/// <summary>Which metrics there are, before anything is measured: for messages about misspelt names and for units.</summary>
public static class MetricNames
{
    private static readonly (string Name, MetricUnit Unit)[] Fixed =
    [
        ("latency", MetricUnit.Milliseconds), ("latency.max", MetricUnit.Milliseconds),
        ("cycles", MetricUnit.Cycles), ("cycles.min", MetricUnit.Cycles), ("cycles.max", MetricUnit.Cycles),
        ("instructions", MetricUnit.Instructions),
        ("sram.peak", MetricUnit.Bytes), ("sram.static", MetricUnit.Bytes), ("arena", MetricUnit.Bytes), ("arena.touched", MetricUnit.Bytes),
        ("stack", MetricUnit.Bytes), ("heap", MetricUnit.Bytes),
        ("flash.total", MetricUnit.Bytes), ("flash.code", MetricUnit.Bytes), ("flash.constants", MetricUnit.Bytes), ("flash.startup", MetricUnit.Bytes),
        ("flash.unused", MetricUnit.Bytes),
        ("macs", MetricUnit.Count),
        ("accuracy.top1", MetricUnit.Percent), ("accuracy.top5", MetricUnit.Percent),
    ];

    private static readonly (string Group, string Figure, MetricUnit Unit)[] Grouped =
    [
        ("layers", "cycles", MetricUnit.Cycles), ("layers", "arena", MetricUnit.Bytes), ("layers", "constants", MetricUnit.Bytes), ("layers", "code", MetricUnit.Bytes),
        ("functions", "cycles", MetricUnit.Cycles), ("functions", "calls", MetricUnit.Count),
        ("symbols", "", MetricUnit.Bytes), ("causes", "", MetricUnit.Cycles),
        ("regions", "written", MetricUnit.Bytes), ("regions", "", MetricUnit.Bytes), ("classes", "accuracy", MetricUnit.Percent),
    ];

    /// <summary>Every name and form of name, as messages suggest them.</summary>
    public static IReadOnlyList<string> All { get; } =
        [.. Fixed.Select(f => f.Name), .. Grouped.Select(g => g.Figure.Length == 0 ? $"{g.Group}.NAME" : $"{g.Group}.NAME.{g.Figure}")];

    /// <summary>The unit of the metrics of a name, or of a pattern with <c>*</c>; null when there can be none of that name.</summary>
    public static MetricUnit? Unit(string name)
    {
        foreach ((string known, MetricUnit unit) in Fixed)
        {
            if (known == name) return unit;
        }

        foreach ((string group, string figure, MetricUnit unit) in Grouped)
        {
            int least = group.Length + figure.Length + (figure.Length == 0 ? 1 : 2);
            if (name.Length > least && name.StartsWith(group + ".", StringComparison.Ordinal) && (figure.Length == 0 || name.EndsWith("." + figure, StringComparison.Ordinal))) return unit;
        }

        return null;
    }

    /// <summary>Which way the metrics of a name improve.</summary>
    public static Direction Better(string name) => Unit(name) == MetricUnit.Percent ? Direction.Higher : Direction.Lower;

    /// <summary>Whether a name is a pattern: <c>layers.*.cycles</c> means every layer.</summary>
    public static bool IsPattern(string name) => name.Contains('*');

    /// <summary>Whether a pattern covers a name; <c>*</c> stands for any characters.</summary>
    public static bool Matches(string pattern, string name)
    {
        string[] parts = pattern.Split('*');
        if (parts.Length == 1) return pattern == name;
        if (name.Length < parts[0].Length + parts[^1].Length || !name.StartsWith(parts[0], StringComparison.Ordinal) || !name.EndsWith(parts[^1], StringComparison.Ordinal)) return false;
        int at = parts[0].Length, end = name.Length - parts[^1].Length;
        foreach (string part in parts[1..^1])
        {
            int found = name.IndexOf(part, at, end - at, StringComparison.Ordinal);
            if (found < 0) return false;
            at = found + part.Length;
        }

        return true;
    }
}
