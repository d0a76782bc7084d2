using McuSim.Gate;

using Spectre.Console;

namespace McuSim.Reports;

/// <summary>What a check found: a line per case, and under those that failed what broke, what took it and what changed beneath.</summary>
public static class CheckPage
{
    private const int LongestName = 60;
    private static readonly string[] Headlines = ["latency", "sram.peak", "stack", "flash.total", "accuracy.top1"];

    /// <summary>Writes the page.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="result">What to write.</param>
    /// <param name="everything">Whether kept limits are listed too.</param>
    public static void Write(IAnsiConsole console, CheckResult result, bool everything = false)
    {
        var surface = new Surface(console);
        foreach (CaseResult c in result.Cases) Case(surface, c, everything);
        int failed = result.Cases.Count(c => !c.Passed), cached = result.Cases.Count(c => c.Cached);
        surface.Gap();
        surface.Line(
            new Phrase(failed == 0 ? "All limits are kept" : $"{failed} of {result.Cases.Length} failed", failed == 0 ? Look.Good : Look.Bad),
            $": {result.Cases.Length} checked, {result.Cases.Sum(x => x.Limits.Length)} limits{(cached > 0 ? $", {cached} unchanged since an earlier run" : "")}.");
    }

    private static void Case(Surface surface, CaseResult c, bool everything)
    {
        surface.Line(
            c.Passed ? new Phrase("pass ", Look.Good) : new Phrase("FAIL ", Look.Bad),
            new Phrase(SafeText.Of(c.Case.Title, LongestName), Look.Strong), "  ", new Phrase(Summary(c), Look.Faint));
        if (c.Problem is { } problem) surface.Line($"     {SafeText.Of(problem.Message, 600)}");
        foreach (LimitResult limit in c.Limits.Where(l => everything || !l.Kept)) Limit(surface, limit);
        if (c.Passed && !everything) return;
        if (c.Comparison is not { } comparison) return;
        foreach (string line in comparison.Beneath) surface.Line(new Phrase($"     beneath: {SafeText.Of(line, 200)}", Look.Faint));
    }

    private static void Limit(Surface surface, LimitResult limit)
    {
        string place = limit.Limit.Text.Length == 0 ? "" : $"  [{Path.GetFileName(limit.Limit.File)}:{limit.Limit.Line}]";
        surface.Line($"     {SafeText.Of(limit.Sentence, 300)}", new Phrase(SafeText.Of(place), Look.Faint));
        foreach (string line in limit.Blame) surface.Line(new Phrase($"       {SafeText.Of(line, 300)}", Look.Warning));
    }

    private static string Summary(CaseResult c) => c.Trace is null or { IsMisfit: true } ? "" : string.Join(
        ", ", c.Trace.Headlines.Where(m => Headlines.Contains(m.Name) && !(m.Name == "stack" && c.Trace.Layers.Length > 0)).Select(m => $"{m.Name} {Figure.Of(m.Value, m.Unit)}"));
}
