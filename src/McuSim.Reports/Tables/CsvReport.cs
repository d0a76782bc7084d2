using McuSim.Measurement;

namespace McuSim.Reports;

/// <summary>
/// Every figure as a row of comma-separated values (RFC 4180, lines ended by a line feed): name, board, metric, value, unit, capacity, and the
/// baseline's value where there is one. A text that a spreadsheet would take for a formula gets an apostrophe before it.
/// </summary>
public sealed class CsvReport : IReportFormat
{
    /// <inheritdoc/>
    public string Name => "csv";

    /// <inheritdoc/>
    public string Purpose => "every figure as a row, for spreadsheets and scripts";

    /// <inheritdoc/>
    public void Write(ReportContent content, Stream output)
    {
        using StreamWriter writer = TextOutput.On(output);
        writer.Write("name,board,metric,value,unit,capacity,baseline\n");
        foreach (ReportSubject subject in content.Subjects)
        {
            ReportSubject? before = BaselineMatch.Of(subject, content);
            foreach (Metric metric in subject.Metrics)
            {
                string?[] cells =
                [
                    Text(subject.Name), Text(subject.Board), Text(metric.Name), ReportSubject.Plain(metric.Value), ReportSubject.UnitSign(metric.Unit),
                    metric.Capacity is { } capacity ? ReportSubject.Plain(capacity) : "",
                    before?.Metrics.Find(metric.Name) is { } old ? ReportSubject.Plain(old.Value) : "",
                ];
                writer.Write(string.Join(',', cells) + "\n");
            }
        }
    }

    private static string Text(string text)
    {
        if (text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r') text = "'" + text;
        return text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }
}
