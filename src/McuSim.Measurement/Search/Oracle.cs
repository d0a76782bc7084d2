using System.Text.Json;

using McuSim.Boards;
using McuSim.Codegen;
using McuSim.Common;
using McuSim.Machine;
using McuSim.Models;
using McuSim.Models.Zoo;

namespace McuSim.Measurement.Search;

/// <summary>
/// Answers questions about networks, one JSON object per line: what searches and scripts of others ask thousands of times without starting a process each.
/// A question names a <c>model</c> (a file or <c>zoo:</c> name), or describes inverted bottlenecks by <c>blocks, stem, resolution, classes</c> and perhaps <c>head</c>;
/// <c>board</c> and <c>optimize</c> stand for those of the command, and <c>id</c> comes back as it was given.
/// </summary>
/// <param name="usual">Board and options where a question names none.</param>
/// <param name="load">Loads a model by file or name.</param>
public sealed class Oracle((string Board, BuildOptions Options) usual, Func<string, Model> load)
{
    private readonly Dictionary<string, Board> boards = [];
    private readonly Dictionary<(string Model, string Board, OptimizationGoal Goal), BoardOutcome> known = [];

    /// <summary>Answers a question. Whatever is wrong with it is an answer too, with <c>error</c> and the <c>exitCode</c> that a command would end with.</summary>
    /// <param name="question">A JSON object.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>A JSON object on one line.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public string Answer(string question, CancellationToken cancellation)
    {
        JsonElement? id = null;
        try
        {
            using JsonDocument document = JsonDocument.Parse(question);
            JsonElement asked = document.RootElement;
            if (asked.ValueKind != JsonValueKind.Object) throw McuSimException.BadInput("A question is a JSON object, such as {\"model\": \"net.tflite\"}.");
            if (asked.TryGetProperty("id", out JsonElement given)) id = given.Clone();
            return Describe(id, Ask(asked, cancellation));
        }
        catch (JsonException e)
        {
            return Problem(id, McuSimException.BadInput($"The line is no JSON object: {e.Message}"));
        }
        catch (McuSimException e)
        {
            return Problem(id, e);
        }
    }

    private BoardOutcome Ask(JsonElement asked, CancellationToken cancellation)
    {
        Model model = Text(asked, "model") is { } name ? load(name) : Bottlenecks(asked);
        string board = Text(asked, "board") ?? usual.Board;
        BuildOptions options = usual.Options;
        if (Text(asked, "optimize") is { } goal)
            options = options with { Goal = Enum.TryParse(goal, ignoreCase: true, out OptimizationGoal parsed) && Enum.IsDefined(parsed) ? parsed : throw McuSimException.BadInput($"'optimize' is speed, balanced or memory, not '{goal}'.") };
        if (known.TryGetValue((model.Sha256, board, options.Goal), out BoardOutcome? outcome)) return outcome;
        if (!boards.TryGetValue(board, out Board? found)) boards.Add(board, found = BoardCatalog.Load(board));
        outcome = NetworkMeasurement.Run(new(model, found, options, RunLimits.None), inputs: null, cancellation, suggestBoards: false);
        known.Add((model.Sha256, board, options.Goal), outcome);
        return outcome;
    }

    private static Model Bottlenecks(JsonElement asked)
    {
        string blocks = Text(asked, "blocks") ?? throw McuSimException.BadInput("A question names a 'model', or has 'blocks' such as \"3:1:1:8 5:6:2:16\" with 'resolution' and 'classes'.");
        Stage[] stages;
        try
        {
            stages = Stage.Parse(blocks);
        }
        catch (Exception e) when (e is FormatException or OverflowException or IndexOutOfRangeException)
        {
            throw McuSimException.BadInput("'blocks' are kernel:expansion:stride:channels, separated by single spaces, such as \"3:1:1:8 5:6:2:16\".");
        }

        if (stages.Any(s => s.Kernel is < 1 or > 15 || s.Expansion is < 1 or > 16 || s.Stride is < 1 or > 4 || s.Channels is < 1 or > 4096))
            throw McuSimException.BadInput("'blocks' have kernels of 1 to 15, expansions of 1 to 16, strides of 1 to 4 and 1 to 4,096 channels.");
        var network = new InvertedBottlenecks(Whole(asked, "stem", 16, 4096), stages, Whole(asked, "head", 0, 4096));
        return network.ToModel("bottlenecks", Whole(asked, "resolution", null, 1024), Whole(asked, "classes", null, 100_000));
    }

    private static string? Text(JsonElement asked, string name) => !asked.TryGetProperty(name, out JsonElement value) ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString() : throw McuSimException.BadInput($"'{name}' must be a text.");

    private static int Whole(JsonElement asked, string name, int? usual, int most)
    {
        if (!asked.TryGetProperty(name, out JsonElement value)) return usual ?? throw McuSimException.BadInput($"A question with 'blocks' needs '{name}'.");
        int least = Math.Min(1, usual ?? 1);
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) && number >= least && number <= most
            ? number : throw McuSimException.BadInput($"'{name}' must be a whole number of {least} to {most}.");
    }

    private static string Describe(JsonElement? id, BoardOutcome outcome) => JsonSerializer.Serialize(outcome switch
    {
        Report r => (object)new
        {
            id,
            fits = true,
            board = r.Board.Name,
            cycles = r.Time.Cycles,
            milliseconds = r.Time.Milliseconds,
            macs = r.Model.Macs,
            sramPeakBytes = r.Memory.Sram.PeakBytes,
            flashBytes = r.Memory.Flash.TotalBytes,
        },
        Misfit m => new { id, fits = false, board = m.Board.Name, region = m.Region, neededBytes = m.NeededBytes, capacityBytes = m.CapacityBytes },
        _ => throw new InvalidOperationException("An outcome is a report or a misfit."),
    }, Compact);

    private static string Problem(JsonElement? id, McuSimException e) => JsonSerializer.Serialize(new { id, error = e.Message, exitCode = (int)e.ExitCode }, Compact);

    private static readonly JsonSerializerOptions Compact = new()
    {
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
