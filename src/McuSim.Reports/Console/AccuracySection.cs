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
        surface.Line(new Phrase($"CRC-32 of all outputs: {SafeText.Of(accuracy.OutputsCrc32, 8)}.", Look.Faint));
        if (!accuracy.Complete) surface.Line(new Phrase("The evaluation was cancelled before the last input: these figures are of the inputs until then.", Look.Warning));
        surface.Gap();
        if (accuracy.Classes.Length > MostClasses) ClassesSection.WriteWorst(surface, accuracy);
        else ClassesSection.WriteAll(surface, accuracy);
        if (accuracy.Classes.Length > MostClasses || !ConfusionMatrix.Fits(surface, accuracy)) ConfusionMatrix.WriteMostFrequent(surface, accuracy);
        else ConfusionMatrix.Write(surface, accuracy);
    }
}
