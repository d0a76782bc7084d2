using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace McuSim.Measurement;

/// <summary>How the lines of a results file become JSON.</summary>
[JsonSerializable(typeof(ResultsHeader))]
[JsonSerializable(typeof(InputResult))]
internal sealed partial class ResultsJson : JsonSerializerContext
{
    /// <summary>The one instance to use.</summary>
    public static ResultsJson Instance { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    });
}
