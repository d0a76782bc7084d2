using System.Collections.Immutable;

using McuSim.Common;
using McuSim.Measurement;

namespace McuSim.Gate;

/// <summary>What a check found, in the budget's order.</summary>
/// <param name="Budget">What was asked for.</param>
/// <param name="Cases">One per network or firmware and board.</param>
public sealed record CheckResult(Budget Budget, ImmutableArray<CaseResult> Cases)
{
    /// <summary>
    /// How the process ends: 2 to 6 when a case could not be measured (that of the first such case), 1 when a limit is broken, else 0.
    /// </summary>
    public ExitCode ExitCode => Cases.FirstOrDefault(c => c.Problem is not null)?.Problem!.ExitCode
        ?? (Cases.All(c => c.Passed) ? ExitCode.Done : ExitCode.LimitBroken);
}

/// <summary>What a check found of one network or firmware on one board.</summary>
/// <param name="Case">What was asked for.</param>
/// <param name="Trace">What was measured; null when it could not be.</param>
/// <param name="Report">The whole report, where it was asked for.</param>
/// <param name="Comparison">Against the recorded baseline; null without one.</param>
/// <param name="Limits">Every limit and whether it was kept, in the budget's order.</param>
/// <param name="Problem">Why it could not be measured, or null.</param>
/// <param name="Cached">Whether nothing that it depends on had changed, so that the figures are those of an earlier run.</param>
public sealed record CaseResult(
    BudgetCase Case, Trace? Trace, CaseReport? Report, TraceDifference? Comparison, ImmutableArray<LimitResult> Limits, McuSimException? Problem, bool Cached)
{
    /// <summary>Whether it was measured and kept every limit.</summary>
    public bool Passed => Problem is null && Limits.All(l => l.Kept);
}

/// <summary>Whether one limit was kept.</summary>
/// <param name="Limit">The limit.</param>
/// <param name="Metric">The metric's full name; that of the limit may be a pattern.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Value">What was measured, or null where the network does not fit.</param>
/// <param name="Bound">The most (the least) it may be, or null where there is no baseline to tell.</param>
/// <param name="Baseline">What was recorded, or null.</param>
/// <param name="Kept">Whether it was kept.</param>
/// <param name="Sentence">What is so: <c>arena is 20,800 B, 12,288 B over the limit of 8,512 B (+0 to the baseline)</c>.</param>
/// <param name="Blame">What took the bytes or cycles since the baseline (where there is none, what takes most), largest first.</param>
public sealed record LimitResult(
    Limit Limit, string Metric, MetricUnit Unit, decimal? Value, decimal? Bound, decimal? Baseline, bool Kept, string Sentence, ImmutableArray<string> Blame);
