using McuSim.Measurement;

namespace McuSim.Reports;

/// <summary>How often the network is right, for which classes it is not, and what it takes them for.</summary>
internal static class AccuracySection
{
    /// <summary>With more classes than this only the worst ones are shown.</summary>
    private const int MostClasses = 20;

    public static void Write(Surface surface, AccuracyResult accuracy, bool trainedWeights)
    {
        surface.Heading("Accuracy");
        if (!trainedWeights) surface.Line(new Phrase("The weights are seeded random numbers, so this accuracy means nothing.", Look.Warning));
        string top5 = accuracy.CorrectTop5 is { } correct ? $"; top-5 {Figures.Accuracy(accuracy.Top5 ?? 0)} ({Figures.Count(correct)})" : "";
        surface.Line($"Top-1 {Figures.Accuracy(accuracy.Top1)} ({Figures.Count(accuracy.Correct)} of {Figures.Count(accuracy.Samples)} inputs){top5}.");
        if (accuracy.Top1Interval is { } top1)
            surface.Line($"95 % confidence: {Range(surface, top1)}{(accuracy.Top5Interval is { } five ? $"; top-5 {Range(surface, five)}" : "")}.");
        WriteStatistics(surface, accuracy);
        WriteMethod(surface, accuracy);
        surface.Line(new Phrase($"CRC-32 of all outputs: {SafeText.Of(accuracy.OutputsCrc32, 8)}.", Look.Faint));
        if (!accuracy.Complete) surface.Line(new Phrase("The evaluation was cancelled before the last input: these figures are of the inputs until then.", Look.Warning));
        surface.Gap();
        if (accuracy.Classes.Length > MostClasses) ClassesSection.WriteWorst(surface, accuracy);
        else ClassesSection.WriteAll(surface, accuracy);
        if (accuracy.Classes.Length > MostClasses || !ConfusionMatrix.Fits(surface, accuracy)) ConfusionMatrix.WriteMostFrequent(surface, accuracy);
        else ConfusionMatrix.Write(surface, accuracy);
    }

    private static string Range(Surface surface, ConfidenceInterval interval) => $"{Figures.Accuracy(interval.Low)}{surface.To}{Figures.Accuracy(interval.High)}";

    private static void WriteStatistics(Surface surface, AccuracyResult accuracy)
    {
        static string Share(double? value) => value is { } v ? Figures.Accuracy(v) : "none";
        static string Number(double? value) => value is { } v ? Figures.Fixed(v, 4) : "none";

        if (accuracy.TwoClasses is { } two)
            surface.Line($"{SafeText.Of(two.Positive, 24)}: AUC {Number(two.Auc)}, precision {Share(two.Precision)}, recall {Share(two.Recall)}, F1 {Number(two.F1)}.");
        if (accuracy.Reference is { } reference)
        {
            surface.Line(
                $"Against {SafeText.Of(reference.Source, 40)}: {Figures.Count(reference.Equal)} of {Figures.Count(reference.Inputs)} outputs equal, RMSE {Figures.Fixed(reference.Rmse, 6)}, " +
                $"greatest difference {Figures.Fixed(reference.MaxDifference, 6)}, cosine {Number(reference.MeanCosine)} (least {Number(reference.LeastCosine)}), same class {Figures.Count(reference.SameClass)}.");
        }

        if (accuracy.Comparison is { } compared)
        {
            surface.Line(
                $"Against {SafeText.Of(compared.Model, 40)} before, of {Figures.Count(compared.Inputs)} inputs: both right {Figures.Count(compared.BothRight)}, only this {Figures.Count(compared.OnlyThisRight)}, " +
                $"only before {Figures.Count(compared.OnlyEarlierRight)}, both wrong {Figures.Count(compared.BothWrong)}; McNemar p = {Figures.Fixed(compared.PValue, 4)}.");
        }
    }

    private static void WriteMethod(Surface surface, AccuracyResult accuracy)
    {
        if (accuracy.Fidelity == "exact") surface.Line("The inputs ran on the simulated core without timing; cycles and memory are those of the first.");
        if (accuracy.Fidelity == "native")
        {
            surface.Line(
                $"The inputs ran as the same C compiled for this computer; {Figures.Count(accuracy.Verified ?? 0)} chosen at random were first proven equal, byte for byte, on the simulated core. Cycles and memory are those of the first.");
        }

        if (accuracy.Dataset is not { } dataset) return;
        if (dataset.RecipeSettings.Length > 0) surface.Line(new Phrase($"Files became inputs by the recipe {SafeText.Of(dataset.Recipe, 40)}.", Look.Faint));
        if (dataset.Slice is { } slice)
            surface.Line(new Phrase($"Only the inputs {Figures.Count(slice.First)} to {Figures.Count(slice.First + slice.Count - 1)} of {Figures.Count(dataset.Inputs)}.", Look.Warning));
        if (dataset.Broken == 0) return;
        string more = dataset.Broken > dataset.BrokenFiles.Length ? ", ..." : "";
        surface.Line(new Phrase($"{Figures.Count(dataset.Broken)} damaged files were skipped: {string.Join(", ", dataset.BrokenFiles.Select(f => SafeText.Of(f, 60)))}{more}.", Look.Warning));
    }
}
