using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

using McuSim.Measurement;

namespace McuSim.Reports;

/// <summary>How the documents become JSON: camelCase, two spaces, <c>\n</c>, every field always there.</summary>
[JsonSerializable(typeof(ReportDocument))]
[JsonSerializable(typeof(MisfitDocument))]
[JsonSerializable(typeof(FirmwareDocument))]
[JsonSerializable(typeof(FirmwareDocument[]))]
internal sealed partial class ReportJson : JsonSerializerContext
{
    /// <summary>For files to read.</summary>
    public static ReportJson Instance { get; } = Make(indented: true);

    /// <summary>For data inside another file, without spaces.</summary>
    public static ReportJson Compact { get; } = Make(indented: false);

    private static ReportJson Make(bool indented) => new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = indented,
        IndentSize = 2,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // a file of its own, never part of a web page: keep "+" and "é" readable
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new IntegersOnOneLine(indented), new JsonStringEnumConverter<FirmwareEndingKind>(JsonNamingPolicy.CamelCase) },
    });
}
