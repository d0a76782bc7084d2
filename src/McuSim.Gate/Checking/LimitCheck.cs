using McuSim.Common;
using McuSim.Common.Yaml;

namespace McuSim.Gate;

/// <summary>Single measurements and limits, without a budget file.</summary>
public static class LimitCheck
{
    /// <summary>Measures one network or firmware on a board, or takes the figures of an earlier run of exactly this.</summary>
    /// <exception cref="McuSimException">It cannot be measured.</exception>
    public static Trace Measure(string name, Subject subject, string board, CancellationToken cancellation = default) =>
        new CaseRunner(useCache: true).Run(new(name, subject, board, [], 0), Environment.ProcessorCount, cancellation).Trace;

    /// <summary>Holds a trace against a limit as budget files write it.</summary>
    /// <param name="trace">What was measured.</param>
    /// <param name="comparison">Against a baseline, or null.</param>
    /// <param name="metric">The metric's name, or a pattern with <c>*</c>.</param>
    /// <param name="limit">Such as <c>200 KB</c> or <c>+0</c>.</param>
    /// <exception cref="McuSimException">There is no such metric, or the limit cannot be read.</exception>
    public static IReadOnlyList<LimitResult> Of(Trace trace, TraceDifference? comparison, string metric, string limit)
    {
        const string Here = "limit";
        var place = new Place(Here, 1);
        var mapping = new YamlMapping(place, [new YamlField(metric, place, new YamlScalar(place, limit))]);
        return Judge.Of(new(trace.Name, new NetworkSubject("", new(), null, null, null, null), trace.Board, [.. LimitReader.ReadAll(mapping)], 1), trace, comparison);
    }

    /// <summary>What took more of a metric than in the baseline; without one, what takes most of it.</summary>
    public static IEnumerable<string> Explain(Trace trace, TraceDifference? comparison, string metric) =>
        comparison?.Blame(metric) is { Length: > 0 } blame ? blame : Shares.Of(trace, metric);
}
