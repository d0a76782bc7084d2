using System.Collections.Immutable;

using McuSim.Common;
using McuSim.Common.Yaml;
using McuSim.Measurement;

namespace McuSim.Gate;

/// <summary>Holds what was measured against the limits of a case.</summary>
internal static class Judge
{
    /// <summary>The metric under which a network that does not fit is reported.</summary>
    public const string Fits = "fits";

    /// <summary>Judges every limit.</summary>
    /// <param name="budgetCase">The case.</param>
    /// <param name="trace">What was measured.</param>
    /// <param name="comparison">Against the baseline, or null.</param>
    /// <exception cref="McuSimException">A limit of this case names a metric that it does not have.</exception>
    public static ImmutableArray<LimitResult> Of(BudgetCase budgetCase, Trace trace, TraceDifference? comparison) => trace.IsMisfit
        ? [Misfit(budgetCase, trace, comparison)]
        : [.. budgetCase.Limits.SelectMany(limit => Metrics(budgetCase, limit, trace).Select(metric => Of(limit, metric, trace, comparison)))];

    private static IEnumerable<Metric> Metrics(BudgetCase budgetCase, Limit limit, Trace trace)
    {
        Metric[] found = MetricNames.IsPattern(limit.Metric)
            ? [.. trace.Metrics.Where(m => MetricNames.Matches(limit.Metric, m.Name))]
            : trace.Metrics.TryFind(limit.Metric, out Metric? one) ? [one] : [];
        if (found.Length > 0 || limit.IsGeneral) return found;
        throw Missing(limit, budgetCase.Title, trace.Metrics);
    }

    /// <summary>The error that there is no such metric.</summary>
    public static McuSimException Missing(Limit limit, string where, Metrics? metrics)
    {
        string group = limit.Metric.Split('.')[0];
        string[] likely = [.. (metrics ?? new([])).Select(m => m.Name).Where(n => n.Split('.')[0] == group && Tail(n) == Tail(limit.Metric))];
        string? near = NearNames.Find(limit.Metric, likely).FirstOrDefault() ?? likely.FirstOrDefault();
        string why = group is "accuracy" or "classes" ? "give it \"data\" with labels" : near is null ? "'mcusim check --metrics' lists what there is" : $"did you mean {Quote.Text(near)}?";
        return McuSimException.BadInput($"{new Place(limit.File, limit.Line)}: {where} has no metric {Quote.Text(limit.Metric)}; {why}{(why.EndsWith('?') ? "" : ".")}");
    }

    private static string Tail(string name) => name[(name.LastIndexOf('.') + 1)..];

    private static LimitResult Of(Limit limit, Metric metric, Trace trace, TraceDifference? comparison)
    {
        Metric? baseline = comparison?.Before.Metrics.Find(metric.Name);
        decimal? bound = limit.Bound(metric, baseline);
        if (bound is null && limit.IsRelative && comparison is { Before.IsMisfit: false })
            bound = limit.AtLeast ? null : metric.Name.Split('.')[0] is "layers" or "functions" or "symbols" or "causes" or "regions" ? null : 0;
        bool isNew = bound is null && comparison is { Before.IsMisfit: false } && limit.IsRelative; // a new layer is judged by the figures of the whole
        bool kept = isNew || (bound is { } b && limit.Keeps(metric.Value, b));
        return new(
            limit, metric.Name, metric.Unit, metric.Value, bound, baseline?.Value, kept, Sentence(limit, metric, bound, baseline, kept, isNew),
            kept ? [] : Blame(limit, metric, baseline, trace, comparison));
    }

    /// <summary>What made it worse since the baseline; where it did not get worse, what takes most of it.</summary>
    private static ImmutableArray<string> Blame(Limit limit, Metric metric, Metric? baseline, Trace trace, TraceDifference? comparison)
    {
        bool worse = baseline is not null && (limit.AtLeast ? metric.Value < baseline.Value : metric.Value > baseline.Value);
        return worse && comparison!.Blame(metric.Name) is { Length: > 0 } blame ? blame : [.. Shares.Of(trace, metric.Name)];
    }

    private static string Sentence(Limit limit, Metric metric, decimal? bound, Metric? baseline, bool kept, bool isNew)
    {
        string figure = $"{metric.Name} is {Figure.Of(metric.Value, metric.Unit)}";
        if (isNew) return $"{figure}, new since the baseline";
        if (bound is not { } b)
            return limit.IsRelative ? $"{figure}, but no baseline is recorded to compare with; write it with 'mcusim record'" : $"{figure}, but nothing says how much of it the board has";
        string against = limit.IsRelative ? $"{Figure.Of(b, metric.Unit)} ({limit.Text} to the baseline of {Figure.Of(baseline?.Value ?? 0, metric.Unit)})"
            : limit.Kind == LimitKind.CapacityShare ? $"{Figure.Of(decimal.Floor(b), metric.Unit)} ({limit.Text} of {Figure.Of(metric.Capacity ?? 0, metric.Unit)})"
            : Figure.Of(b, metric.Unit);
        string least = limit.AtLeast ? "least" : "most";
        return kept
            ? $"{figure}, at {least} {against}"
            : $"{figure}, {Figure.Of(Math.Abs(metric.Value - b), metric.Unit)} {(limit.AtLeast ? "below the least of" : "over the limit of")} {against}";
    }

    private static LimitResult Misfit(BudgetCase budgetCase, Trace trace, TraceDifference? comparison)
    {
        bool known = comparison is { Before.IsMisfit: true };
        Limit? absolute = budgetCase.Limits.FirstOrDefault(l => !l.IsRelative);
        Limit limit = absolute ?? budgetCase.Limits.FirstOrDefault() ?? new(Fits, LimitKind.Absolute, 0, false, "", "", budgetCase.Line);
        bool kept = known && absolute is null;
        string sentence = $"the network does not fit: {trace.Fact(FactNames.Misfit)}";
        return new(
            limit with { Metric = Fits }, Fits, MetricUnit.Count, null, null, null, kept,
            kept ? $"{sentence}, as recorded" : sentence,
            kept ? [] : [.. trace.Buffers.Select(b => $"tensor {b.Name} takes {Figure.Of(b.Bytes, MetricUnit.Bytes)} in {b.First}")]);
    }
}
