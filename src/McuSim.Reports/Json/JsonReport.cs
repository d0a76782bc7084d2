using System.Text.Json;

using McuSim.Common;
using McuSim.Measurement;

namespace McuSim.Reports;

/// <summary>
/// Reports as JSON: an object for one outcome, an array for several, as <see cref="ReportSchema"/> describes them. UTF-8, indented,
/// fields in a fixed order, with a line feed at the end.
/// </summary>
public sealed class JsonReport : IReportFormat
{
    /// <summary>The largest file that is read, in bytes.</summary>
    public const long MaximumFileBytes = 64L << 20;

    private const int LongestProblem = 200;

    /// <inheritdoc/>
    public string Name => "json";

    /// <inheritdoc/>
    public string Purpose => "everything, as 'mcusim schema' describes it";

    /// <inheritdoc/>
    /// <remarks>Networks as one object or an array; runs of firmware as <see cref="FirmwareJson"/> writes them.</remarks>
    public void Write(ReportContent content, Stream output)
    {
        if (content.Firmware.Length == 0) Write(content.Outcomes, output);
        else if (content.Outcomes.Length == 0) FirmwareJson.Write(content.Firmware, output);
        else throw McuSimException.BadInput("json holds networks, or runs of firmware: write the others to a file of their own.");
    }

    /// <summary>Writes outcomes.</summary>
    /// <param name="outcomes">In the order to write them.</param>
    /// <param name="output">Where to write; it is left open.</param>
    public void Write(IReadOnlyList<BoardOutcome> outcomes, Stream output)
    {
        JsonSerializerOptions options = ReportJson.Instance.Options;
        var writerOptions = new JsonWriterOptions { Indented = true, IndentSize = options.IndentSize, NewLine = options.NewLine, Encoder = options.Encoder };
        using (var writer = new Utf8JsonWriter(output, writerOptions))
        {
            if (outcomes.Count != 1) writer.WriteStartArray();
            foreach (BoardOutcome outcome in outcomes)
            {
                if (outcome is Report report)
                    JsonSerializer.Serialize(writer, ReportDocument.From(report), ReportJson.Instance.ReportDocument);
                else
                    JsonSerializer.Serialize(writer, MisfitDocument.From((Misfit)outcome), ReportJson.Instance.MisfitDocument);
            }

            if (outcomes.Count != 1) writer.WriteEndArray();
        }

        output.WriteByte((byte)'\n');
    }

    /// <summary>Reads a file that <see cref="Write(ReportContent, Stream)"/> made.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Its outcomes, in the file's order.</returns>
    /// <exception cref="McuSimException">The file cannot be read, is larger than <see cref="MaximumFileBytes"/>, or is no report (bad input).</exception>
    public static IReadOnlyList<BoardOutcome> Read(string path)
    {
        ReportContent content = ReadAny(path);
        return content.Firmware.Length == 0
            ? content.Outcomes
            : throw McuSimException.BadInput($"The report '{path}' is of a run of firmware, not of a network; name a file that 'mcusim run' or 'mcusim eval' wrote.");
    }

    /// <summary>Reads a report of networks or of firmware.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="McuSimException">The file cannot be read, is larger than <see cref="MaximumFileBytes"/>, or is no report (bad input).</exception>
    public static ReportContent ReadAny(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read);
            if (file.Length > MaximumFileBytes)
                throw McuSimException.BadInput($"The report '{path}' is larger than {MaximumFileBytes >> 20} MB, which no report is; name a file that mcusim wrote.");
            using JsonDocument document = JsonDocument.Parse(file);
            RejectNullElements(document.RootElement);
            JsonElement root = document.RootElement;
            JsonElement[] all = root.ValueKind == JsonValueKind.Array ? [.. root.EnumerateArray()] : [root];
            return all.Any(IsFirmware) ? new() { Firmware = [.. all.Select(ReadFirmware)] } : ReportContent.Of(all.Select(ReadOutcome));
        }
        catch (JsonException e)
        {
            string place = e.Path is { Length: > 0 } at ? $" at '{at}'" : e.LineNumber is { } line ? $" in line {line + 1}" : "";
            throw McuSimException.BadInput($"The report '{path}' is not one that this version of mcusim reads: {Problem(e)}{place}; write it again with this version.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw McuSimException.BadInput($"The report '{path}' cannot be read ({e.Message.ReplaceLineEndings(" ").Trim().TrimEnd('.')}); name a file that mcusim wrote.", e);
        }
    }

    private static bool IsFirmware(JsonElement element) => element.ValueKind == JsonValueKind.Object && element.TryGetProperty("image", out _);

    private static FirmwareReport ReadFirmware(JsonElement element)
    {
        CheckVersion(element);
        return element.Deserialize(ReportJson.Instance.FirmwareDocument)!.ToReport();
    }

    private static void CheckVersion(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty("schemaVersion", out JsonElement version))
            throw new JsonException("an outcome has no schemaVersion");
        if (version.ValueKind != JsonValueKind.Number || !version.TryGetInt32(out int number) || number != ReportSchema.Version)
            throw new JsonException($"its schemaVersion is not {ReportSchema.Version}");
    }

    private static BoardOutcome ReadOutcome(JsonElement element)
    {
        CheckVersion(element);
        if (!element.TryGetProperty("fits", out JsonElement fits) || fits.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            throw new JsonException("fits is neither true nor false");
        return fits.ValueKind == JsonValueKind.True
            ? element.Deserialize(ReportJson.Instance.ReportDocument)!.ToReport()
            : element.Deserialize(ReportJson.Instance.MisfitDocument)!.ToMisfit();
    }

    // The library checks the fields of a record for null, but not the elements of an array.
    private static void RejectNullElements(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty property in element.EnumerateObject()) RejectNullElements(property.Value);
        }
        else if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement item in element.EnumerateArray())
            {
                if (item.ValueKind == JsonValueKind.Null) throw new JsonException("an array has an element null");
                RejectNullElements(item);
            }
        }
    }

    // The library's own sentences end with the path and the line, which ours names already.
    private static string Problem(JsonException e)
    {
        string text = e.Message.ReplaceLineEndings(" ");
        int end = text.IndexOf(". ", StringComparison.Ordinal);
        return SafeText.Of((end < 0 ? text : text[..end]).TrimEnd('.'), LongestProblem);
    }
}
