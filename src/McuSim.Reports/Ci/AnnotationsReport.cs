using System.Globalization;

namespace McuSim.Reports;

/// <summary>Verdicts as workflow commands that GitHub shows as annotations when a job prints them: errors for what failed, a notice for each result.</summary>
public sealed class AnnotationsReport : IReportFormat
{
    /// <inheritdoc/>
    public string Name => "annotations";

    /// <inheritdoc/>
    public string Purpose => "GitHub annotations, printed by a job (to '-')";

    /// <inheritdoc/>
    public void Write(ReportContent content, Stream output)
    {
        using StreamWriter writer = TextOutput.On(output);
        foreach (Verdict verdict in content.Verdicts)
        {
            List<string> properties = [];
            if (verdict.File is { } file) properties.Add($"file={Property(file)}");
            if (verdict.Line is { } line) properties.Add(string.Create(CultureInfo.InvariantCulture, $"line={line}"));
            properties.Add($"title={Property($"{verdict.Subject}: {verdict.Rule}")}");
            string command = verdict.Skipped ? "warning" : verdict.Passed ? "notice" : "error";
            writer.Write($"::{command} {string.Join(',', properties)}::{Data(string.Join('\n', verdict.Details.Prepend(verdict.Message)))}\n");
        }
    }

    private static string Data(string text) =>
        text.Replace("%", "%25", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);

    private static string Property(string text) =>
        Data(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
}
