using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace McuSim.Measurement;

/// <summary>The flat view of a report: every figure that a budget can limit, under a unique name, in a fixed order, the headlines first.</summary>
public sealed class Metrics : IReadOnlyList<Metric>
{
    private readonly List<Metric> items = [];
    private readonly Dictionary<string, int> positions = new(StringComparer.Ordinal);

    /// <summary>Lists metrics. Those of one name (static functions of several files can share one) are added together.</summary>
    /// <param name="metrics">In the order to keep.</param>
    public Metrics(IEnumerable<Metric> metrics)
    {
        foreach (Metric metric in metrics)
        {
            if (positions.TryAdd(metric.Name, items.Count)) items.Add(metric);
            else items[positions[metric.Name]] = items[positions[metric.Name]] with { Value = items[positions[metric.Name]].Value + metric.Value };
        }
    }

    /// <inheritdoc/>
    public int Count => items.Count;

    /// <inheritdoc/>
    public Metric this[int index] => items[index];

    /// <summary>The metrics of a network on a board; of a <see cref="Misfit"/> only what is missing.</summary>
    public static Metrics Of(BoardOutcome outcome) => new(outcome switch
    {
        Report report => NetworkMetrics.Of(report),
        Misfit misfit => [new($"regions.{misfit.Region}", misfit.NeededBytes, MetricUnit.Bytes, Capacity: misfit.CapacityBytes)],
        _ => [],
    });

    /// <summary>The metrics of a firmware run; without timing only its instructions.</summary>
    public static Metrics Of(FirmwareReport report) => new(FirmwareMetrics.Of(report));

    /// <summary>The metric of a name, or null.</summary>
    public Metric? Find(string name) => positions.TryGetValue(name, out int at) ? items[at] : null;

    /// <summary>Finds the metric of a name.</summary>
    /// <returns>Whether there is one.</returns>
    public bool TryFind(string name, [NotNullWhen(true)] out Metric? metric) => (metric = Find(name)) is not null;

    /// <inheritdoc/>
    public IEnumerator<Metric> GetEnumerator() => items.GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
