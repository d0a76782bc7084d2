using McuSim.Gate;
using McuSim.Measurement;

namespace McuSim.Reports;

/// <summary>What a check found as content for every format: the reports under the budget's names, and a verdict per limit.</summary>
public static class CheckContent
{
    /// <summary>The content.</summary>
    /// <param name="result">What a check found, with whole reports.</param>
    public static ReportContent Of(CheckResult result) => new()
    {
        Outcomes = [.. result.Cases.Where(c => c.Report?.Network is not null).Select(c => Named(c.Report!.Network!, c.Case))],
        Firmware = [.. result.Cases.Where(c => c.Report?.Firmware is not null).Select(c => Named(c.Report!.Firmware!, c.Case))],
        Recorded = [.. result.Cases.Select(c => c.Comparison?.Before).OfType<Trace>().Select(t => new ReportSubject(t.Name, t.Board, t.Metrics))],
        Verdicts = [.. result.Cases.SelectMany(Verdicts)],
    };

    private static BoardOutcome Named(BoardOutcome outcome, BudgetCase by) => outcome switch
    {
        Report report => report with { Model = report.Model with { Name = by.Name } },
        Misfit misfit => misfit with { Model = misfit.Model with { Name = by.Name } },
        _ => outcome,
    };

    private static FirmwareReport Named(FirmwareReport report, BudgetCase by) => report with { Image = report.Image with { Name = by.Name } };

    private static IEnumerable<Verdict> Verdicts(CaseResult c)
    {
        if (c.Problem is { } problem) yield return new(c.Case.Title, "measured", false, problem.Message) { File = c.Case.File, Line = c.Case.Line };
        else if (c.Limits.Length == 0) yield return new(c.Case.Title, "measured", true, "It was measured; it has no limits.") { File = c.Case.File, Line = c.Case.Line };
        foreach (LimitResult limit in c.Limits.Where(l => !l.Kept).Concat(c.Limits.Where(l => l.Kept).DistinctBy(l => l.Limit)))
        {
            bool placed = limit.Limit.File.Length > 0;
            int alike = limit.Kept ? c.Limits.Count(l => l.Kept && l.Limit == limit.Limit) : 1; // a pattern that many keep is one verdict
            string message = alike > 1 ? $"{alike} figures are as {limit.Limit.Text} asks." : limit.Sentence + ".";
            yield return new(c.Case.Title, alike > 1 ? limit.Limit.Metric : limit.Metric, limit.Kept, message)
            {
                Bound = alike > 1 ? null : limit.Bound,
                File = placed ? limit.Limit.File : c.Case.File,
                Line = placed ? limit.Limit.Line : c.Case.Line,
                Details = limit.Kept ? [] : [.. limit.Blame, .. (c.Comparison?.Beneath ?? []).Select(b => $"beneath: {b}")],
            };
        }
    }
}
