using System.Globalization;

using McuSim.Measurement;

using Spectre.Console;

namespace McuSim.Reports;

/// <summary>Which classes are taken for which.</summary>
internal static class ConfusionMatrix
{
    private const int LongestName = 14;
    private const int MostConfusions = 10;

    /// <summary>Whether the whole matrix has room.</summary>
    public static bool Fits(Surface surface, AccuracyResult accuracy) =>
        NameWidth(accuracy) + (CellWidth(accuracy) * accuracy.Confusion.Length) + 2 <= surface.Width;

    /// <summary>The whole matrix.</summary>
    public static void Write(Surface surface, AccuracyResult accuracy)
    {
        int nameWidth = NameWidth(accuracy), cellWidth = CellWidth(accuracy);
        surface.Gap();
        surface.Line(new Phrase("Rows: the label; columns: what the network took it for.", Look.Faint));
        surface.Line(new Phrase(new string(' ', nameWidth) + string.Concat(accuracy.Confusion.Select((_, column) => Text(column).PadLeft(cellWidth))), Look.Faint));
        for (int row = 0; row < accuracy.Confusion.Length; row++)
        {
            List<Phrase> line = [Padded(Head(accuracy, row), nameWidth)];
            for (int column = 0; column < accuracy.Confusion[row].Length; column++)
            {
                int inputs = accuracy.Confusion[row][column];
                string text = (inputs == 0 ? surface.Unicode ? "·" : "." : Text(inputs)).PadLeft(cellWidth);
                line.Add(new Phrase(text, inputs == 0 ? Look.Faint : row == column ? Look.Good : Look.Warning));
            }

            surface.Line(line);
        }
    }

    /// <summary>Only the confusions that happen most.</summary>
    public static void WriteMostFrequent(Surface surface, AccuracyResult accuracy)
    {
        var confusions = accuracy.Confusion
            .SelectMany((row, label) => row.Select((inputs, output) => (Label: label, Output: output, Inputs: inputs)))
            .Where(c => c.Label != c.Output && c.Inputs > 0).OrderByDescending(c => c.Inputs).Take(MostConfusions).ToList();
        if (confusions.Count == 0) return;
        surface.Gap();
        surface.Line("The most frequent confusions:");
        Grid grid = Cells.Grid(3);
        foreach ((int label, int output, int inputs) in confusions)
            grid.AddRow(Cells.Number(Figures.Count(inputs)), Cells.Of(Head(accuracy, label)), Cells.Of($"taken for {Head(accuracy, output)}"));
        surface.Write(grid);
    }

    private static string Head(AccuracyResult accuracy, int label)
    {
        string name = label < accuracy.Classes.Length ? SafeText.Of(accuracy.Classes[label].Name, LongestName) : "";
        string number = Text(label).PadLeft(Text(accuracy.Confusion.Length - 1).Length);
        return name.Length == 0 || name == Text(label) ? number : $"{number} {name}";
    }

    private static string Padded(string text, int cells) => text + new string(' ', Math.Max(0, cells - text.GetCellWidth()));

    private static int NameWidth(AccuracyResult accuracy) => accuracy.Confusion.Select((_, row) => Head(accuracy, row).GetCellWidth()).DefaultIfEmpty(0).Max() + 1;

    private static int CellWidth(AccuracyResult accuracy) =>
        Math.Max(Text(accuracy.Confusion.Length).Length, accuracy.Confusion.SelectMany(r => r).Select(v => Text(v).Length).DefaultIfEmpty(1).Max()) + 1;

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
