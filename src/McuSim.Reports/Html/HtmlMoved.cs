using System.Text.Json;

using McuSim.Measurement;

namespace McuSim.Reports;

/// <summary>What moved since recorded figures, in the data of the page, where there is no whole baseline that the page could compare with itself.</summary>
internal static class HtmlMoved
{
    private const int MostFigures = 300;

    /// <summary>Writes, for each result, the figures that moved; null where nothing was recorded.</summary>
    public static void Write(Utf8JsonWriter json, ReportContent content)
    {
        json.WriteStartArray("moved");
        foreach (ReportSubject subject in content.Subjects)
        {
            if (content.Baseline is null && BaselineMatch.Of(subject, content) is { } before) Figures(json, subject.Metrics, before.Metrics);
            else json.WriteNullValue();
        }

        json.WriteEndArray();
    }

    private static void Figures(Utf8JsonWriter json, Metrics now, Metrics before)
    {
        json.WriteStartArray();
        foreach ((Metric metric, Metric? old) in now.Select(m => (m, before.Find(m.Name))).Where(p => p.Item2 is { } old && old.Value != p.m.Value).Take(MostFigures))
        {
            json.WriteStartObject();
            json.WriteString("name", metric.Name);
            json.WriteString("unit", ReportSubject.UnitSign(metric.Unit));
            json.WriteNumber("before", old!.Value);
            json.WriteNumber("now", metric.Value);
            json.WriteBoolean("moreIsBetter", metric.Better == Direction.Higher);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
