using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

using McuSim.Measurement;

namespace McuSim.Reports;

/// <summary>
/// One page that needs nothing but a browser: charts, tables and, with a baseline, differences. The results stand in it as the same JSON that
/// <see cref="JsonReport"/> writes; its scripts, of this repository and the D3 library, draw them. Its content security policy allows these scripts by
/// their hashes and nothing else, so that no name in a report can run or fetch anything.
/// </summary>
public sealed class HtmlReport : IReportFormat
{
    private static readonly string Page = Resource("page.html");
    private static readonly string Style = Resource("page.css");
    private static readonly string Library = Resource("d3.min.js");
    private static readonly string Licence = Resource("d3.LICENSE.txt");
    private static readonly string Script = $"(() => {{\n'use strict';\n{string.Join('\n', ScriptNames().Select(Resource))}}})();\n";

    /// <inheritdoc/>
    public string Name => "html";

    /// <inheritdoc/>
    public string Purpose => "one page to look at, offline, with charts";

    /// <inheritdoc/>
    public void Write(ReportContent content, Stream output)
    {
        ReportSubject[] subjects = [.. content.Subjects];
        string title = subjects.Length == 1 ? $"{subjects[0].Title} · mcusim" : $"{subjects.Length} results · mcusim";
        using StreamWriter writer = TextOutput.On(output);
        writer.Write(Fill(Page, name => name switch
        {
            "TITLE" => HtmlEncoder.Default.Encode(SafeText.Of(title, 120)),
            "SCRIPT-HASHES" => $"{Hash(Library)} {Hash(Script)}",
            "STYLE-HASH" => Hash(Style),
            "STYLE" => Style,
            "DATA" => Data(content),
            "LIBRARY" => Library,
            "SCRIPT" => Script,
            _ => throw new InvalidOperationException($"the page has a place {name} that nothing fills"),
        }));
    }

    /// <summary>The data of the page. The encoder escapes what could end its element.</summary>
    private static string Data(ReportContent content)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.Default }))
        {
            json.WriteStartObject();
            Results(json, "reports", content);
            HtmlConfusions.Write(json, content.Outcomes);
            HtmlMoved.Write(json, content);
            Results(json, "baseline", content.Baseline ?? new ReportContent());
            json.WriteStartArray("verdicts");
            foreach (Verdict verdict in content.Verdicts) HtmlVerdict.Write(json, verdict);
            json.WriteEndArray();
            json.WriteString("libraryLicence", Licence);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Results(Utf8JsonWriter json, string name, ReportContent content)
    {
        ReportJson context = ReportJson.Compact;
        json.WriteStartArray(name);
        foreach (BoardOutcome outcome in content.Outcomes)
        {
            if (outcome is Report report) JsonSerializer.Serialize(json, ReportDocument.From(HtmlConfusions.WithoutLarge(report)), context.ReportDocument);
            else JsonSerializer.Serialize(json, MisfitDocument.From((Misfit)outcome), context.MisfitDocument);
        }

        foreach (FirmwareReport report in content.Firmware) JsonSerializer.Serialize(json, FirmwareDocument.From(report), context.FirmwareDocument);
        json.WriteEndArray();
    }

    /// <summary>Fills the places <c>{{NAME}}</c> of a template, without looking into what fills them.</summary>
    private static string Fill(string template, Func<string, string> value)
    {
        var filled = new StringBuilder();
        int from = 0;
        for (int open = template.IndexOf("{{", StringComparison.Ordinal); open >= 0; open = template.IndexOf("{{", from, StringComparison.Ordinal))
        {
            int close = template.IndexOf("}}", open, StringComparison.Ordinal);
            filled.Append(template, from, open - from).Append(value(template[(open + 2)..close]));
            from = close + 2;
        }

        return filled.Append(template, from, template.Length - from).ToString();
    }

    private static string Hash(string text) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'";

    private static IEnumerable<string> ScriptNames() =>
        typeof(HtmlReport).Assembly.GetManifestResourceNames().Where(n => n.StartsWith("scripts/", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    private static string Resource(string name)
    {
        using Stream stream = typeof(HtmlReport).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
