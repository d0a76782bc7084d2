using McuSim.Measurement;

using Spectre.Console;

namespace McuSim.Reports;

/// <summary>Accuracy per class.</summary>
internal static class ClassesSection
{
    private const int Worst = 10;

    public static void WriteAll(Surface surface, AccuracyResult accuracy) => Write(surface, accuracy.Classes);

    public static void WriteWorst(Surface surface, AccuracyResult accuracy)
    {
        surface.Line($"The {Worst} least recognised of {Figures.Count(accuracy.Classes.Length)} classes:");
        Write(surface, accuracy.Classes.Where(c => c.Samples > 0).OrderBy(c => Figures.Share(c.Correct, c.Samples)).ThenByDescending(c => c.Samples).Take(Worst));
    }

    private static void Write(Surface surface, IEnumerable<ClassAccuracy> classes)
    {
        Grid grid = Cells.Grid(5);
        foreach (ClassAccuracy c in classes)
        {
            grid.AddRow(
                Cells.Number(Figures.Count(c.Label), Look.Faint),
                Cells.Of(SafeText.Of(c.Name, 24)),
                Cells.Number($"{Figures.Count(c.Correct)} of {Figures.Count(c.Samples)}"),
                Cells.Number(c.Samples == 0 ? "" : Figures.Percent(c.Correct, c.Samples)),
                Cells.Of(Bars.Single(surface, Figures.Share(c.Correct, c.Samples), 24)));
        }

        surface.Write(grid);
    }
}
