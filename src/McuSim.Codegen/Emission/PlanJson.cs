using System.Text;
using System.Text.Json;

namespace McuSim.Codegen;

/// <summary>A plan for programs.</summary>
internal static class PlanJson
{
    /// <summary>The plan as indented JSON with LF line ends.</summary>
    public static string Format(Plan plan)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteNumber("arena_bytes", plan.ArenaBytes);
            json.WriteNumber("peak_bytes", plan.PeakBytes);
            json.WriteNumber("peak_layer", plan.PeakLayer);
            json.WriteStartArray("layers");
            foreach (Layer layer in plan.Layers) Write(json, layer);
            json.WriteEndArray();
            json.WriteStartArray("streams");
            foreach (LayerStream run in plan.Streams) Write(json, run);
            json.WriteEndArray();
            json.WriteStartArray("buffers");
            foreach (PlannedBuffer buffer in plan.Buffers) Write(json, buffer);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    private static void Write(Utf8JsonWriter json, Layer layer)
    {
        json.WriteStartObject();
        json.WriteString("name", layer.Name);
        json.WriteString("operator", layer.OperatorName);
        json.WriteNumber("operator_index", layer.OperatorIndex);
        json.WriteStartArray("fused");
        foreach (string fused in layer.Fused) json.WriteStringValue(fused);
        json.WriteEndArray();
        json.WriteString("kernel", layer.Kernel);
        json.WriteNumber("macs", layer.Macs);
        json.WriteNumber("constant_bytes", layer.ConstantBytes);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, LayerStream stream)
    {
        json.WriteStartObject();
        json.WriteString("name", stream.Name);
        json.WriteNumber("first_layer", stream.First);
        json.WriteNumber("last_layer", stream.Last);
        json.WriteNumber("rows", stream.Rows);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, PlannedBuffer buffer)
    {
        json.WriteStartObject();
        json.WriteString("name", buffer.Name);
        json.WriteNumber("offset", buffer.Offset);
        json.WriteNumber("bytes", buffer.Bytes);
        json.WriteNumber("first_layer", buffer.FirstLayer);
        json.WriteNumber("last_layer", buffer.LastLayer);
        if (buffer.HeldRows > 0) json.WriteNumber("held_rows", buffer.HeldRows);
        if (buffer.InPlaceOf is not null) json.WriteString("in_place_of", buffer.InPlaceOf);
        json.WriteEndObject();
    }
}
