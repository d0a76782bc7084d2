using System.Globalization;
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
        if (verdict.Bound is { } bound) json.WriteNumber("bound", bound);
        else json.WriteNull("bound");
        json.WriteString("place", verdict.File is { } file ? $"{file}{(verdict.Line is { } line ? $":{line.ToString(CultureInfo.InvariantCulture)}" : "")}" : null);
        json.WriteStartArray("details");
        foreach (string detail in verdict.Details) json.WriteStringValue(detail);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
