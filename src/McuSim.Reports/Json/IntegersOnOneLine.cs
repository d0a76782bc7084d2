using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace McuSim.Reports;

/// <summary>Writes shapes and rows of the confusion matrix on one line each: <c>[1, 32, 32, 16]</c>.</summary>
internal sealed class IntegersOnOneLine(bool spaced) : JsonConverter<ImmutableArray<int>>
{
    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, ImmutableArray<int> value, JsonSerializerOptions options) =>
        writer.WriteRawValue($"[{string.Join(spaced ? ", " : ",", value.Select(v => v.ToString(CultureInfo.InvariantCulture)))}]");

    /// <inheritdoc/>
    public override ImmutableArray<int> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray) throw new JsonException();
        var values = ImmutableArray.CreateBuilder<int>();
        while (reader.Read() && reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out int value)) values.Add(value);
        if (reader.TokenType != JsonTokenType.EndArray) throw new JsonException();
        return values.ToImmutable();
    }
}
