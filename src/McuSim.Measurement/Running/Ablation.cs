using McuSim.Boards;
using McuSim.Codegen;
using McuSim.Common;
using McuSim.Machine;
using McuSim.Models;

namespace McuSim.Measurement;

/// <summary>One step of an ablation.</summary>
/// <param name="Name">Its short name, as in JSON.</param>
/// <param name="Title">What it adds to the step before it.</param>
/// <param name="Outcome">The inference with all steps up to this one, or a misfit.</param>
public sealed record AblationStep(string Name, string Title, BoardOutcome Outcome);

/// <summary>
/// What each idea of the engine brings: one inference for each <see cref="EngineStage"/>, then without dead channels. The first two stages are baselines of
/// this project: plain kernels, and kernels as libraries have them. Every step computes the same output, which is checked.
/// </summary>
public static class Ablation
{
    private static readonly (EngineStage Stage, string Name, string Title)[] Stages =
    [
        (EngineStage.Reference, "reference", "plain kernels, numbers at run time"),
        (EngineStage.Library, "library", "library-style kernels: windows copied as 16-bit values, two at a time"),
        (EngineStage.Generated, "code generation", "numbers baked into the code, padding and activations fused"),
        (EngineStage.NetworkIm2col, "network im2col", "as many windows at a time as memory leaves free"),
        (EngineStage.Specialised, "specialised kernels", "kernels for each shape"),
        (EngineStage.InPlace, "in place", "depthwise and element-wise layers write over their input"),
        (EngineStage.Overlapped, "overlap", "outputs run into inputs as far as reads allow"),
        (EngineStage.Streamed, "fusion", "runs of layers computed together, some rows at a time"),
    ];

    /// <summary>Builds and runs the network once for each step.</summary>
    /// <param name="model">The network.</param>
    /// <param name="board">The board.</param>
    /// <param name="goal">What the later stages favour.</param>
    /// <param name="limits">How long each inference may run.</param>
    /// <param name="progress">Told the steps done and the name of the next.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The steps in order; that without dead channels only where the network has any.</returns>
    /// <exception cref="McuSimException">A step cannot be built or run for another reason than its size.</exception>
    public static IReadOnlyList<AblationStep> Run(
        Model model, Board board, OptimizationGoal goal, RunLimits limits, Action<int, int, string>? progress = null, CancellationToken cancellation = default)
    {
        var steps = new List<AblationStep>();
        foreach ((EngineStage stage, string name, string title) in Stages)
        {
            progress?.Invoke(steps.Count, Stages.Length + 1, name);
            var options = new BuildOptions(goal, PruneChannels: false) { Stage = stage };
            steps.Add(new(name, title, NetworkMeasurement.Run(new(model, board, options, limits), inputs: null, cancellation, suggestBoards: false)));
        }

        progress?.Invoke(steps.Count, Stages.Length + 1, "dead channels");
        BoardOutcome pruned = NetworkMeasurement.Run(new(model, board, new BuildOptions(goal), limits), inputs: null, cancellation, suggestBoards: false);
        if (!Equal(pruned, steps[^1].Outcome)) steps.Add(new("dead channels", "channels that are constant or never read removed", pruned));
        string[] outputs = [.. steps.Select(s => s.Outcome).OfType<Report>().Select(r => r.Output.Crc32).Distinct()];
        return outputs.Length <= 1 ? steps : throw new InvalidOperationException($"The steps of the ablation of {model.Name} compute different outputs: {string.Join(", ", outputs)}.");
    }

    private static bool Equal(BoardOutcome a, BoardOutcome b) => (a, b) switch
    {
        (Report x, Report y) => x.Time.Cycles == y.Time.Cycles && x.Memory.Flash.TotalBytes == y.Memory.Flash.TotalBytes,
        (Misfit x, Misfit y) => x.NeededBytes == y.NeededBytes,
        _ => false,
    };
}
