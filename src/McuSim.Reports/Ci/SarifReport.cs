using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

using McuSim.Measurement;

namespace McuSim.Reports;

/// <summary>Verdicts as SARIF 2.1.0 (OASIS): a rule for each kind of thing judged, a result for each verdict, with a fingerprint that stays the same between runs.</summary>
public sealed class SarifReport : IReportFormat
{
    /// <inheritdoc/>
    public string Name => "sarif";

    /// <inheritdoc/>
    public string Purpose => "findings for code scanning (SARIF 2.1.0)";

    /// <inheritdoc/>
    public void Write(ReportContent content, Stream output)
    {
        using (Utf8JsonWriter json = TextOutput.Json(output))
        {
            string[] rules = [.. content.Verdicts.Select(v => v.Rule).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
            json.WriteStartObject();
            json.WriteString("$schema", "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json");
            json.WriteString("version", "2.1.0");
            json.WriteStartArray("runs");
            json.WriteStartObject();
            Tool(json, content, rules);
            json.WriteString("columnKind", "unicodeCodePoints");
            json.WriteStartArray("results");
            foreach (Verdict verdict in content.Verdicts) Result(json, verdict, Array.IndexOf(rules, verdict.Rule));
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        output.WriteByte((byte)'\n');
    }

    private static void Tool(Utf8JsonWriter json, ReportContent content, string[] rules)
    {
        ToolInfo tool = content.Outcomes.FirstOrDefault()?.Tool ?? content.Firmware.FirstOrDefault()?.Tool ?? new("mcusim", "0");
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", tool.Name);
        json.WriteString("version", tool.Version);
        json.WriteStartArray("rules");
        foreach (string rule in rules)
        {
            json.WriteStartObject();
            json.WriteString("id", rule);
            Message(json, "shortDescription", Describe(rule));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static string Describe(string rule) => rule switch
    {
        "fits" => "The network fits the board.",
        "ends well" => "The program ends itself with exit code 0.",
        _ => $"The limit on {rule} is kept.",
    };

    private static void Result(Utf8JsonWriter json, Verdict verdict, int rule)
    {
        json.WriteStartObject();
        json.WriteString("ruleId", verdict.Rule);
        json.WriteNumber("ruleIndex", rule);
        json.WriteString("kind", verdict.Skipped ? "notApplicable" : verdict.Passed ? "pass" : "fail");
        json.WriteString("level", verdict.Passed || verdict.Skipped ? "none" : "error");
        Message(json, "message", string.Join('\n', verdict.Details.Prepend(verdict.Message)));
        json.WriteStartArray("locations");
        json.WriteStartObject();
        if (verdict.File is { } file) PhysicalLocation(json, file, verdict.Line);
        json.WriteStartArray("logicalLocations");
        json.WriteStartObject();
        json.WriteString("fullyQualifiedName", verdict.Subject);
        json.WriteString("kind", "resource");
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteStartObject("partialFingerprints");
        json.WriteString("mcusim/v1", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{verdict.Subject}\0{verdict.Rule}")))[..32]);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void PhysicalLocation(Utf8JsonWriter json, string file, int? line)
    {
        json.WriteStartObject("physicalLocation");
        json.WriteStartObject("artifactLocation");
        json.WriteString("uri", string.Join('/', file.Split('/', '\\').Select(Uri.EscapeDataString)));
        json.WriteEndObject();
        if (line is { } number)
        {
            json.WriteStartObject("region");
            json.WriteNumber("startLine", number);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Message(Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartObject(name);
        json.WriteString("text", text);
        json.WriteEndObject();
    }
}
