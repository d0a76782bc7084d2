using System.Collections.Immutable;

using McuSim.Common;

namespace McuSim.Gate;

/// <summary>Writes baselines.</summary>
public static class Recorder
{
    /// <summary>Measures every case and writes its trace.</summary>
    /// <param name="budget">What to record.</param>
    /// <param name="options">How to measure.</param>
    /// <param name="ratchet">Whether a baseline stays where a limited figure got worse, and absolute limits are tightened in the budget file.</param>
    /// <param name="cancellation">Stops before anything is written.</param>
    /// <returns>What was written; cases that could not be measured keep their baselines.</returns>
    /// <exception cref="McuSimException">A file cannot be read or written.</exception>
    public static RecordResult Run(Budget budget, CheckOptions options, bool ratchet, CancellationToken cancellation = default)
    {
        CheckResult result = Checker.Run(budget, ratchet ? options : options with { Baseline = _ => null }, cancellation);
        cancellation.ThrowIfCancellationRequested();
        var lines = ImmutableArray.CreateBuilder<string>();
        bool worse = false;
        foreach (CaseResult c in result.Cases.Where(c => c.Trace is not null))
        {
            string path = budget.TracePath(c.Case);
            if (ratchet && Worse(c) is { } reason)
            {
                worse = true;
                lines.Add($"kept      {path}: {reason}");
                continue;
            }

            string text = TraceText.Write(c.Trace!), before = File.Exists(path) ? File.ReadAllText(path) : "";
            if (text != before) TraceFiles.Write(path, text);
            lines.Add($"{(text == before ? "unchanged" : before.Length == 0 ? "new      " : "updated  ")} {path}");
        }

        if (ratchet && !worse) lines.AddRange(Ratchet.Tighten(budget, result));
        return new(lines.ToImmutable(), [.. result.Cases.Where(c => c.Problem is not null && c.Trace is null).Select(c => c.Problem!)], worse);
    }

    /// <summary>What got worse of the figures that have limits, or null.</summary>
    private static string? Worse(CaseResult c)
    {
        if (c.Comparison is not { } comparison) return c.Passed ? null : c.Limits.FirstOrDefault(l => !l.Kept && !l.Limit.IsRelative)?.Sentence;
        return c.Limits.Where(l => l.Value is not null && l.Baseline is not null && (l.Limit.AtLeast ? l.Value < l.Baseline : l.Value > l.Baseline))
            .Select(l => new MetricChange(l.Metric, l.Unit, l.Limit.AtLeast ? Measurement.Direction.Higher : Measurement.Direction.Lower, l.Baseline, l.Value).Text).FirstOrDefault()
            ?? (comparison.After.IsMisfit && !comparison.Before.IsMisfit ? "the network does not fit any more" : null);
    }
}

/// <summary>What was recorded.</summary>
/// <param name="Lines">A line per baseline and per limit tightened.</param>
/// <param name="Problems">Why cases could not be measured.</param>
/// <param name="Worse">Whether a ratchet left a baseline because something got worse.</param>
public sealed record RecordResult(ImmutableArray<string> Lines, ImmutableArray<McuSimException> Problems, bool Worse);
