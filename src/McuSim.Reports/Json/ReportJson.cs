using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

using McuSim.Measurement;

namespace McuSim.Reports;

/// <summary>How the documents become JSON: camelCase, two spaces, <c>\n</c>, every field always there.</summary>
[JsonSerializable(typeof(ReportDocument))]
[JsonSerializable(typeof(MisfitDocument))]
[JsonSerializable(typeof(FirmwareDocument))]
internal sealed partial class ReportJson : JsonSerializerContext
{
    /// <summary>The one instance to use.</summary>
    public static ReportJson Instance { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        IndentSize = 2,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // a file of its own, never part of a web page: keep "+" and "é" readable
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new IntegersOnOneLine(), new JsonStringEnumConverter<FirmwareEndingKind>(JsonNamingPolicy.CamelCase) },
    });
}
