using System.Text.Json;

using McuSim.Measurement;

namespace McuSim.Reports;

/// <summary>The headline figures as <c>customSmallerIsBetter</c> of github-action-benchmark: an array of name, unit and value. Accuracy becomes the share that is wrong.</summary>
public sealed class BenchmarkActionReport : IReportFormat
{
    /// <inheritdoc/>
    public string Name => "benchmark";

    /// <inheritdoc/>
    public string Purpose => "figures for github-action-benchmark (customSmallerIsBetter)";

    /// <inheritdoc/>
    public void Write(ReportContent content, Stream output)
    {
        using (Utf8JsonWriter json = TextOutput.Json(output))
        {
            json.WriteStartArray();
            foreach (ReportSubject subject in content.Subjects)
            {
                foreach (Metric metric in subject.Headlines) Entry(json, subject, metric);
            }

            json.WriteEndArray();
        }

        output.WriteByte((byte)'\n');
    }

    private static void Entry(Utf8JsonWriter json, ReportSubject subject, Metric metric)
    {
        bool higher = metric.Better == Direction.Higher;
        json.WriteStartObject();
        json.WriteString("name", $"{subject.Title}: {metric.Name}{(higher ? " error" : "")}");
        json.WriteString("unit", metric.Unit == MetricUnit.Count ? "count" : ReportSubject.UnitSign(metric.Unit));
        json.WriteNumber("value", higher ? 100 - metric.Value : metric.Value);
        if (metric.Capacity is { } capacity) json.WriteString("extra", $"of {ReportSubject.Plain(capacity)} {ReportSubject.UnitSign(metric.Unit)}");
        json.WriteEndObject();
    }
}
