using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

using McuSim.Common;

namespace McuSim.Measurement;

/// <summary>One sound of the streaming wake-word benchmark, as the official runner's test files list them (mlcommons/tiny, benchmark/runner/sww_data_dir).</summary>
/// <param name="WavFile">The sound's file name.</param>
/// <param name="Seconds">How long it is.</param>
/// <param name="Windows">When the word is spoken: begin and end in seconds.</param>
public sealed record StreamingTest(
    [property: JsonPropertyName("wav_file")] string WavFile,
    [property: JsonPropertyName("length_sec")] double Seconds,
    [property: JsonPropertyName("detection_windows")] ImmutableArray<ImmutableArray<double>> Windows)
{
    private const double MostSeconds = 7200;

    /// <summary>The folder that holds the sound.</summary>
    [JsonIgnore]
    public string Folder { get; private init; } = "";

    /// <summary>Reads the tests of a folder: every .json file's, of which the sound is there too, the shortest first.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="McuSimException">It cannot be read, or has no such test (exit code 2).</exception>
    public static IReadOnlyList<StreamingTest> Read(string folder)
    {
        if (!Directory.Exists(folder))
            throw McuSimException.BadInput($"There is no folder {folder}: give the one with the runner's test files (.json) and sounds (.wav).");
        StreamingTest[] tests = [.. Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal).SelectMany(Parse)
            .Where(t => File.Exists(Path.Combine(folder, t.WavFile))).Select(t => t with { Folder = folder }).OrderBy(t => t.Seconds).ThenBy(t => t.WavFile, StringComparer.Ordinal)];
        return tests.Length > 0 ? tests : throw McuSimException.BadInput($"{folder} has no test whose sound is there too: it needs a .json file as the runner's sww_short_test.json, and the .wav file that it names.");
    }

    private static StreamingTest[] Parse(string path)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            if (document.RootElement.ValueKind != JsonValueKind.Array) return []; // something else's
            StreamingTest[] tests = JsonSerializer.Deserialize<StreamingTest[]>(document) ?? [];
            return tests.All(t => t.IsWhole) ? tests : throw Bad(path, null);
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw Bad(path, e);
        }
    }

    private bool IsWhole =>
        WavFile is { Length: > 0 } && Path.GetFileName(WavFile) == WavFile && Seconds is > 0 and <= MostSeconds && !Windows.IsDefault && Windows.All(w => !w.IsDefault && w.Length == 2);

    private static McuSimException Bad(string path, Exception? cause) =>
        McuSimException.BadInput($"{path} is no test file: it must be a list of sounds with wav_file (a name in the same folder), length_sec and detection_windows ([[begin, end], ...]).", cause);
}
