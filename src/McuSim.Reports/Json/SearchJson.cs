using System.Text.Json;

using McuSim.Measurement.Search;

namespace McuSim.Reports;

/// <summary>A search as JSON: spaces and measured networks.</summary>
public static class SearchJson
{
    private static readonly JsonWriterOptions Look = new() { Indented = true, NewLine = "\n" };

    /// <summary>Writes the file's content.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="request">What was searched for.</param>
    /// <param name="result">What was found.</param>
    /// <param name="scoreName">What networks were ordered by.</param>
    public static void Write(Stream stream, SearchRequest request, SearchResult result, string scoreName)
    {
        using var json = new Utf8JsonWriter(stream, Look);
        json.WriteStartObject();
        json.WriteString("board", request.Board.Name);
        json.WriteString("optimizedFor", request.Options.Goal.ToString().ToLowerInvariant());
        json.WriteString("scoredBy", scoreName);
        json.WriteNumber("seed", request.Evolution.Seed);
        json.WriteNumber("plannedNetworks", result.Planned);
        json.WriteStartArray("spaces");
        foreach (SurveyedSpace space in result.Spaces)
        {
            json.WriteStartObject();
            json.WriteNumber("width", space.Space.Width);
            json.WriteNumber("resolution", space.Space.Resolution);
            json.WriteNumber("samples", space.Samples);
            json.WriteNumber("fitting", space.Fitting);
            json.WriteNumber("macs", space.Macs);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("networks");
        foreach (Candidate network in result.Finalists) WriteNetwork(json, network);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteNetwork(Utf8JsonWriter json, Candidate network)
    {
        json.WriteStartObject();
        json.WriteNumber("resolution", network.Space.Resolution);
        json.WriteNumber("width", network.Space.Width);
        json.WriteNumber("classes", network.Space.Classes);
        json.WriteNumber("stem", network.Network.Stem);
        json.WriteString("blocks", network.Blocks);
        json.WriteNumber("score", network.Score!.Value);
        json.WriteNumber("macs", network.Macs);
        json.WriteNumber("parameters", network.Parameters);
        json.WriteNumber("cycles", network.Measured!.Time.Cycles);
        json.WriteNumber("milliseconds", network.Measured.Time.Milliseconds);
        json.WriteNumber("estimatedMilliseconds", network.EstimatedMilliseconds);
        json.WriteNumber("sramPeakBytes", network.Measured.Memory.Sram.PeakBytes);
        json.WriteNumber("flashBytes", network.Measured.Memory.Flash.TotalBytes);
        json.WriteEndObject();
    }
}
