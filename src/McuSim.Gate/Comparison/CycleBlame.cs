using McuSim.Measurement;

namespace McuSim.Gate;

/// <summary>Which layers, or functions, took cycles.</summary>
internal static class CycleBlame
{
    public static IEnumerable<string> Of(Trace before, Trace after, Alignment alignment, string metric)
    {
        bool macs = metric == "macs";
        MetricChange[] parts = after.Layers.Length > 0 && before.Layers.Length > 0
            ? [.. Layers(before, after, alignment, macs ? l => l.Macs : l => l.Cycles, macs ? MetricUnit.Count : MetricUnit.Cycles)]
            : [.. TraceDifference.Changes(Functions(before), Functions(after))];
        // Instructions are not kept by layer; cycles may even move the other way, so the sign is that of the cycles.
        decimal total = parts.Sum(p => p.Difference);
        int sign = total < 0 ? -1 : 1;
        IEnumerable<string> lines = TraceDifference.Largest(parts, p => sign * p.Difference).Select(p => p.Text + Why(before, after, alignment, p.Name));
        string[] causes = macs || total == 0 ? [] :
        [
            .. TraceDifference.Largest(TraceDifference.Changes(Causes(before), Causes(after)), c => sign * c.Difference)
                .Select(c => $"{c.Name["causes.".Length..]} {Figure.Signed(c.Difference, MetricUnit.Cycles)}"),
        ];
        if (metric.StartsWith("latency", StringComparison.Ordinal) && before.Fact(FactNames.Core) is { } was && after.Fact(FactNames.Core) is { } now && was != now)
            lines = lines.Prepend($"{FactNames.Describe(FactNames.Core)} changed: {was} → {now}");
        return causes.Length > 0 ? lines.Append($"by cause: {string.Join(", ", causes)}") : lines;
    }

    /// <summary>A figure of every layer, before and after, under today's names.</summary>
    internal static IEnumerable<MetricChange> Layers(Trace before, Trace after, Alignment alignment, Func<LayerTrace, long> figure, MetricUnit unit) =>
    [
        .. after.Layers.Select(l => new MetricChange(l.Name, unit, Direction.Lower, alignment.Before(l) is { } was ? figure(was) : null, figure(l))),
        .. before.Layers.Where(alignment.IsGone).Select(l => new MetricChange(l.Name, unit, Direction.Lower, figure(l), null)),
    ];

    /// <summary>What changed of a layer, as the end of its line.</summary>
    internal static string Why(Trace before, Trace after, Alignment alignment, string layer)
    {
        if (after.Layers.FirstOrDefault(l => l.Name == layer) is not { } now || alignment.Before(now) is not { } was) return "";
        string[] reasons =
        [
            .. was.Kernel != now.Kernel ? [$"kernel {was.Kernel} → {now.Kernel}"] : Array.Empty<string>(),
            .. was.Shape != now.Shape ? [$"output {was.Shape} → {now.Shape}"] : Array.Empty<string>(),
            .. was.Macs != now.Macs ? [$"{Figure.Number(was.Macs)} → {Figure.Number(now.Macs)} MACs"] : Array.Empty<string>(),
            .. was.CodeBytes != now.CodeBytes ? [$"code {Figure.Signed(now.CodeBytes - was.CodeBytes, MetricUnit.Bytes)}"] : Array.Empty<string>(),
        ];
        return reasons.Length == 0 ? "" : $"; {string.Join(", ", reasons)}";
    }

    private static Metrics Functions(Trace trace) =>
        new(trace.Symbols.Where(s => s.Cycles is not null).Select(s => new Metric(s.Name, s.Cycles!.Value, MetricUnit.Cycles)));

    private static Metrics Causes(Trace trace) => new(trace.Headlines.Where(m => m.Name.StartsWith("causes.", StringComparison.Ordinal)));
}
