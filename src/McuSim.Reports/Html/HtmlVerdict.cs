using System.Text.Json;

namespace McuSim.Reports;

/// <summary>A verdict in the data of the page.</summary>
internal static class HtmlVerdict
{
    /// <summary>Writes it as an object.</summary>
    public static void Write(Utf8JsonWriter json, Verdict verdict)
    {
        json.WriteStartObject();
        json.WriteString("subject", verdict.Subject);
        json.WriteString("rule", verdict.Rule);
        json.WriteBoolean("passed", verdict.Passed);
        json.WriteBoolean("skipped", verdict.Skipped);
        json.WriteString("message", verdict.Message);
        json.WriteStartArray("details");
        foreach (string detail in verdict.Details) json.WriteStringValue(detail);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
