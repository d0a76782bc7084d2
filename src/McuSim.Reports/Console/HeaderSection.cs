using System.Collections.Immutable;

using McuSim.Measurement;

namespace McuSim.Reports;

/// <summary>Which network and which board.</summary>
internal static class HeaderSection
{
    public static void Write(Surface surface, BoardOutcome outcome)
    {
        ModelInfo model = outcome.Model;
        BoardInfo board = outcome.Board;
        surface.Title($"{SafeText.Of(model.Name)} on {SafeText.Of(board.Name)}");
        surface.Line($"{SafeText.Of(board.Title)}, {SafeText.Of(board.Core)} at {Figures.Clock(board.ClockHz)}");
        surface.Line($"{Figures.Count(model.Macs)} MACs in {Figures.Count(model.Operators)} operators, {Tensors(surface, "input", model.Inputs)}, {Tensors(surface, "output", model.Outputs)}");
        if (outcome is Report { Build: var build })
        {
            if (build.ExecutedMacs != model.Macs)
                surface.Line($"{Figures.Count(build.ExecutedMacs)} of them run; the others belong to channels that are constant or unused, and were left out.");
            surface.Line(new Phrase($"Optimised for {SafeText.Of(build.Optimize)} with {SafeText.Of(build.Compiler, 90)}", Look.Faint));
            if (build.Tuning is { } tuning) surface.Line(new Phrase(Tuned(tuning), Look.Faint));
        }

        if (!model.TrainedWeights)
            surface.Line(new Phrase("The weights are seeded random numbers: latency and memory hold, accuracy and outputs mean nothing.", Look.Warning));
    }

    private static string Tuned(TuningUse tuning) =>
        $"Kernels of {Figures.Count(tuning.Layers.Length)} layers were measured on this board; for {Figures.Count(tuning.Changed())} another one than estimated is faster, by {Figures.Count(tuning.SavedCycles())} cycles in all";

    private static string Tensors(Surface surface, string what, ImmutableArray<TensorInfo> tensors) => tensors.Length == 0
        ? $"no {what}"
        : $"{what} {string.Join(" and ", tensors.Take(4).Select(t => $"{SafeText.Of(t.Type)} {Figures.Dimensions(t.Shape, surface.Times)}"))}{(tensors.Length > 4 ? " and more" : "")}";
}
