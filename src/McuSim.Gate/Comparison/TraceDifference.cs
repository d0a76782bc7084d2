using System.Collections.Immutable;

using McuSim.Measurement;

namespace McuSim.Gate;

/// <summary>Two traces of one network or firmware, side by side: which figures moved, what took the difference, and what changed beneath.</summary>
public sealed class TraceDifference
{
    private readonly Alignment alignment;

    /// <summary>Compares.</summary>
    /// <param name="before">The baseline.</param>
    /// <param name="after">What is judged.</param>
    public TraceDifference(Trace before, Trace after)
    {
        Before = before;
        After = after;
        alignment = new(before.Layers, after.Layers);
        Moved = [.. Changes(before.Headlines, after.Headlines)];
        Beneath = [.. ChangesBeneath.Of(before, after, alignment)];
    }

    /// <summary>The baseline.</summary>
    public Trace Before { get; }

    /// <summary>What is judged.</summary>
    public Trace After { get; }

    /// <summary>The headline figures that differ, in the order of the trace.</summary>
    public ImmutableArray<MetricChange> Moved { get; }

    /// <summary>What else differs, as sentences without a full stop: files, compiler, options, kernels.</summary>
    public ImmutableArray<string> Beneath { get; }

    /// <summary>Whether the traces say the same.</summary>
    public bool IsEmpty => Moved.Length == 0 && Beneath.Length == 0 && Before.Metrics.SequenceEqual(After.Metrics);

    /// <summary>What took the difference of a metric, the largest part first.</summary>
    /// <param name="metric">The metric's name.</param>
    /// <returns>Lines such as <c>layer_03_conv_2d: 369,890 → 412,004 cycles (+42,114 cycles)</c>; none when it did not move.</returns>
    public ImmutableArray<string> Blame(string metric) => [.. Blames(metric)];

    private IEnumerable<string> Blames(string metric)
    {
        if (Before.Metrics.Find(metric)?.Value == After.Metrics.Find(metric)?.Value) return [];
        string head = metric.Split('.')[0];
        return head switch
        {
            "latency" or "cycles" or "instructions" or "macs" => CycleBlame.Of(Before, After, alignment, metric),
            "sram" or "arena" or "stack" or "heap" or "regions" => MemoryBlame.Of(Before, After, alignment, metric),
            "flash" or "symbols" => FlashBlame.Of(Before, After, alignment, metric),
            "accuracy" => Largest(Changes(Before.Headlines, After.Headlines).Where(c => c.Name.StartsWith("classes.", StringComparison.Ordinal)), c => (c.Before ?? 100) - (c.After ?? 100)).Select(c => c.Text),
            "layers" => LayerBlame.Of(Before, After, alignment, metric),
            _ => [],
        };
    }

    /// <summary>The figures that differ.</summary>
    internal static IEnumerable<MetricChange> Changes(Metrics before, Metrics after)
    {
        foreach (Metric metric in after)
        {
            Metric? was = before.Find(metric.Name);
            if (was?.Value != metric.Value) yield return new(metric.Name, metric.Unit, metric.Better, was?.Value, metric.Value);
        }

        foreach (Metric gone in before.Where(m => after.Find(m.Name) is null)) yield return new(gone.Name, gone.Unit, gone.Better, gone.Value, null);
    }

    /// <summary>The few changes that matter most for a difference.</summary>
    internal static IEnumerable<T> Largest<T>(IEnumerable<T> changes, Func<T, decimal> towards)
    {
        const int Most = 5;
        T[] all = [.. changes.Where(c => towards(c) != 0)];
        return all.OrderByDescending(towards).Where(c => towards(c) > 0).Take(Most);
    }
}

/// <summary>A figure that moved.</summary>
/// <param name="Name">The metric's name.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Better">Which way it improves.</param>
/// <param name="Before">What it was; null for a new one.</param>
/// <param name="After">What it is; null for one that is gone.</param>
public sealed record MetricChange(string Name, MetricUnit Unit, Direction Better, decimal? Before, decimal? After)
{
    /// <summary>After less before; a figure that is missing counts as 0.</summary>
    public decimal Difference => (After ?? 0) - (Before ?? 0);

    /// <summary>Whether it got worse.</summary>
    public bool IsWorse => Better == Direction.Lower ? Difference > 0 : Difference < 0;

    /// <summary>As a line: <c>arena: 8,512 B → 20,800 B (+12,288 B, +144.4 %)</c>.</summary>
    public string Text => Before is { } before && After is { } after
        ? $"{Name}: {Figure.Of(before, Unit)} → {Figure.Of(after, Unit)} ({string.Join(", ", new[] { Figure.Signed(Difference, Unit), Figure.Share(Difference, before) }.Where(t => t.Length > 0))})"
        : After is { } only ? $"{Name}: new, {Figure.Of(only, Unit)}" : $"{Name}: gone, was {Figure.Of(Before!.Value, Unit)}";
}
