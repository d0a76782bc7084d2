using System.Globalization;

using McuSim.Measurement;
using McuSim.Measurement.Search;

using Spectre.Console;

namespace McuSim.Reports;

/// <summary>A search for a network: the best spaces, and the networks that were measured.</summary>
public static class SearchPage
{
    private const int ShownSpaces = 6;

    /// <summary>Writes the page.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="result">What was found.</param>
    /// <param name="scoreName">What networks were ordered by.</param>
    public static void Write(IAnsiConsole console, SearchResult result, string scoreName)
    {
        console.WriteLine($" Spaces: what a fifth of the random networks that fit compute at least. The first one was searched ({Figures.Count(result.Planned)} networks planned).");
        Table spaces = new Table().Border(TableBorder.Simple).AddColumn(Right("width")).AddColumn(Right("image")).AddColumn(Right("fit")).AddColumn(Right("MACs"));
        foreach (SurveyedSpace space in result.Spaces.Take(ShownSpaces).Where(s => s.Fitting > 0))
            spaces.AddRow(Number(space.Space.Width, "0.0"), $"{space.Space.Resolution}×{space.Space.Resolution}", $"{space.Fitting} of {space.Samples}", Figures.Count(space.Macs));
        console.Write(spaces);
        if (result.Finalists.Length == 0)
        {
            console.WriteLine(" None of the best networks kept the limits when it was measured: search again with other limits, or with more --generations.");
            return;
        }

        console.WriteLine(" The best networks, measured on the simulated board:");
        Table networks = new Table().Border(TableBorder.Simple).AddColumn(Right("#")).AddColumn(Right("MACs")).AddColumn(Right("parameters")).AddColumn(Right("latency"))
            .AddColumn(Right("peak SRAM")).AddColumn(Right("flash"));
        bool scored = scoreName != new MacScorer().Name;
        if (scored) networks.AddColumn(Right(scoreName));
        foreach ((int i, Candidate network) in result.Finalists.Index())
        {
            Report report = network.Measured!;
            string[] row =
            [
                Number(i + 1, "0"), Figures.Count(network.Macs), Figures.Count(network.Parameters), Figures.Milliseconds(report.Time.Milliseconds),
                Figures.Size(report.Memory.Sram.PeakBytes), Figures.Size(report.Memory.Flash.TotalBytes),
            ];
            networks.AddRow(scored ? [.. row, Number(network.Score!.Value, "G6")] : row);
        }

        console.Write(networks);
        Candidate best = result.Finalists[0];
        console.WriteLine($" # 1 is a 3×3 convolution of {best.Network.Stem} channels over {best.Space.Resolution}×{best.Space.Resolution}×3, then kernel:expansion:stride:channels");
        console.WriteLine($" {best.Blocks}");
        console.WriteLine(" Its weights are random: train it to learn its accuracy.");
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private static TableColumn Right(string header) => new TableColumn(header).RightAligned().NoWrap();
}
