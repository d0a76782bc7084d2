using System.Text.Json;

using McuSim.Measurement;

namespace McuSim.Reports;

/// <summary>The headline figures in Bencher's metric format: an object for what ran where, a measure for each figure (<c>sram-peak</c>).</summary>
public sealed class BencherReport : IReportFormat
{
    /// <inheritdoc/>
    public string Name => "bencher";

    /// <inheritdoc/>
    public string Purpose => "figures for Bencher (BMF JSON)";

    /// <inheritdoc/>
    public void Write(ReportContent content, Stream output)
    {
        using (Utf8JsonWriter json = TextOutput.Json(output))
        {
            json.WriteStartObject();
            foreach (IGrouping<string, ReportSubject> subjects in content.Subjects.GroupBy(s => s.Title, StringComparer.Ordinal))
            {
                json.WriteStartObject(subjects.Key);
                foreach (Metric metric in subjects.Last().Headlines)
                {
                    json.WriteStartObject(metric.Name.Replace('.', '-'));
                    json.WriteNumber("value", metric.Value);
                    json.WriteEndObject();
                }

                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        output.WriteByte((byte)'\n');
    }
}
