using McuSim.Measurement;

namespace McuSim.Reports;

/// <summary>
/// A page of Markdown for GitHub's job summaries and pull-request comments. Its first line is <see cref="Marker"/>, by which a comment is found
/// again to be updated in place.
/// </summary>
public sealed class MarkdownReport : IReportFormat
{
    /// <summary>The invisible first line.</summary>
    public const string Marker = "<!-- mcusim report -->";

    private const int MostLayers = 10;
    private const int MostMoved = 20;
    private const int MostFailures = 50;

    /// <inheritdoc/>
    public string Name => "markdown";

    /// <inheritdoc/>
    public string Purpose => "a job summary, or a pull-request comment that is updated in place";

    /// <inheritdoc/>
    public void Write(ReportContent content, Stream output)
    {
        using StreamWriter writer = TextOutput.On(output);
        ReportSubject[] subjects = [.. content.Subjects];
        Verdict[] failures = [.. content.Verdicts.Where(v => !v.Passed && !v.Skipped)];
        writer.WriteLine(Marker);
        writer.WriteLine($"## McuSim: {(failures.Length > 0 ? $"{Count(failures.Length, "problem")} in {Count(content.Verdicts.Length, "check")}" : $"{Count(content.Verdicts.Length, "check")} passed")}");
        writer.WriteLine();
        Failures(writer, failures);
        Summary(writer, content, subjects);
        foreach (ReportSubject subject in subjects)
        {
            if (BaselineMatch.Of(subject, content) is { } before) Moved(writer, subject, before);
        }

        foreach (Report report in content.Outcomes.OfType<Report>()) Layers(writer, report);
        foreach (FirmwareReport report in content.Firmware) Functions(writer, report);
    }

    private static void Failures(StreamWriter writer, Verdict[] failures)
    {
        foreach (Verdict failure in failures.Take(MostFailures))
        {
            string place = failure.File is { } file ? $" ({MarkdownText.Of(file)}{(failure.Line is { } line ? $":{Figures.Count(line)}" : "")})" : "";
            writer.WriteLine($"- ❌ **{MarkdownText.Of(failure.Subject)}**: {MarkdownText.Of(failure.Message, 400)}{place}");
            foreach (string detail in failure.Details.Take(MostLayers)) writer.WriteLine($"  - {MarkdownText.Of(detail, 200)}");
        }

        if (failures.Length > MostFailures) writer.WriteLine($"- and {Figures.Count(failures.Length - MostFailures)} more");
        if (failures.Length > 0) writer.WriteLine();
    }

    private static void Summary(StreamWriter writer, ReportContent content, ReportSubject[] subjects)
    {
        (string Title, string Metric)[] columns = [.. new[] { ("Latency", "latency"), ("Peak SRAM", "sram.peak"), ("Stack", "stack"), ("Flash", "flash.total"), ("Accuracy", "accuracy.top1") }
            .Where(c => subjects.Any(s => s.Metrics.Find(c.Item2) is not null))];
        if (subjects.Length == 0) return;
        writer.WriteLine($"| | Board |{string.Concat(columns.Select(c => $" {c.Title} |"))}");
        writer.WriteLine($"|---|---|{string.Concat(columns.Select(_ => "---:|"))}");
        foreach (ReportSubject subject in subjects)
        {
            ReportSubject? before = BaselineMatch.Of(subject, content);
            writer.WriteLine($"| {MarkdownText.Of(subject.Name)} | {MarkdownText.Of(subject.Board)} |{string.Concat(columns.Select(c => $" {Cell(subject, before, c.Metric)} |"))}");
        }

        writer.WriteLine();
    }

    private static string Cell(ReportSubject subject, ReportSubject? before, string name)
    {
        if (subject.Metrics.Find(name) is not { } metric) return "–";
        string capacity = metric.Capacity is > 0 and { } whole ? $" ({Figures.Fixed((double)(metric.Value / whole) * 100, 1)} %)" : "";
        string moved = before?.Metrics.Find(name) is { } old && old.Value != metric.Value ? $"<br>{Difference(metric, old)}" : "";
        return $"{Figure(metric.Value, metric.Unit)}{capacity}{moved}";
    }

    private static void Moved(StreamWriter writer, ReportSubject subject, ReportSubject before)
    {
        (Metric Now, Metric Old)[] moved = [.. subject.Metrics.Select(m => (m, before.Metrics.Find(m.Name))).Where(p => p.Item2 is { } old && old.Value != p.m.Value).Select(p => (p.m, p.Item2!))];
        if (moved.Length == 0)
        {
            writer.WriteLine($"{MarkdownText.Of(subject.Title, 200)}: nothing moved against the baseline.\n");
            return;
        }

        string[] more = moved.Length > MostMoved ? [$"| and {Figures.Count(moved.Length - MostMoved)} more | | | |"] : [];
        Rows(writer, $"{subject.Title} against the baseline: {Count(moved.Length, "figure")} moved", "| Figure | Before | Now | Difference |\n|---|---:|---:|---:|",
            [.. moved.Take(MostMoved).Select(m => $"| {MarkdownText.Of(m.Now.Name)} | {Figure(m.Old.Value, m.Old.Unit)} | {Figure(m.Now.Value, m.Now.Unit)} | {Difference(m.Now, m.Old)} |"), .. more]);
    }

    private static void Layers(StreamWriter writer, Report report)
    {
        Rows(writer, $"{report.Model.Name} on {report.Board.Name}: the layers that take most", "| # | Layer | Kernel | Cycles | Share | Arena alive |\n|---:|---|---|---:|---:|---:|", report.Layers.Index()
            .OrderByDescending(l => l.Item.Cycles).ThenBy(l => l.Index).Take(MostLayers)
            .Select(l => $"| {Figures.Count(l.Index)} | {MarkdownText.Of(l.Item.Name)} | {MarkdownText.Of(l.Item.Kernel)} | {Figures.Count(l.Item.Cycles)} | {Figures.Percent(l.Item.Cycles, report.Time.Cycles)} | {Figures.Size(l.Item.LiveBytes)} |"));
    }

    private static void Functions(StreamWriter writer, FirmwareReport report)
    {
        if (report.Profile is not { } profile) return;
        Rows(writer, $"{report.Image.Name} on {report.Board.Name}: the functions that take most", "| Function | Calls | Own cycles | Share |\n|---|---:|---:|---:|", profile.Functions.Take(MostLayers)
            .Select(f => $"| {MarkdownText.Of(f.Name)} | {Figures.Count(f.Calls)} | {Figures.Count(f.ExclusiveCycles)} | {Figures.Percent(f.ExclusiveCycles, profile.Cycles)} |"));
    }

    private static void Rows(StreamWriter writer, string title, string head, IEnumerable<string> rows)
    {
        writer.WriteLine($"<details><summary>{MarkdownText.Of(title, 200)}</summary>\n\n{head}");
        foreach (string row in rows) writer.WriteLine(row);
        writer.WriteLine("\n</details>\n");
    }

    private static string Difference(Metric now, Metric old)
    {
        decimal difference = now.Value - old.Value;
        bool better = (difference < 0) == (now.Better == Direction.Lower);
        string share = old.Value == 0 ? "" : $" ({(difference > 0 ? "+" : "-")}{Figures.Fixed((double)Math.Abs(difference / old.Value) * 100, 2)} %)";
        return $"{(better ? "🟢" : "🔴")} {(difference > 0 ? "+" : "-")}{Figure(Math.Abs(difference), now.Unit)}{share}";
    }

    private static string Figure(decimal value, MetricUnit unit) => unit switch
    {
        MetricUnit.Bytes when value == decimal.Truncate(value) => Figures.Count((long)value) + " B",
        MetricUnit.Milliseconds => Figures.Milliseconds((double)value),
        MetricUnit.Percent => $"{Figures.Fixed((double)value, 2)} %",
        _ => $"{Figures.Count((long)value)} {ReportSubject.UnitSign(unit)}".TrimEnd(),
    };

    private static string Count(int number, string what) => $"{Figures.Count(number)} {what}{(number == 1 ? "" : "s")}";
}
