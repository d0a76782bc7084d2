using System.Collections.Immutable;
using System.Globalization;
using System.Text;

using McuSim.Boards;
using McuSim.Measurement;

namespace McuSim.Reports;

/// <summary>The page on how simulated cycles agree with real boards, made from the recorded comparisons (<see cref="HardwareResults"/>).</summary>
public static class AccuracyPage
{
    /// <summary>The plot's file name, which the page names.</summary>
    public const string PlotName = "accuracy.svg";

    private static readonly ImmutableArray<Residual> Points = [.. HardwareResults.All.Where(r => BoardTrust.BoardOf(r) is not null)];

    private static ImmutableArray<Residual> Quantised => [.. Points.Where(p => p.Other is null)];

    /// <summary>The plot, as SVG.</summary>
    public static string Plot() => ScatterPlot.Draw([.. Points.Where(p => p.Unit == "ms")], Core);

    /// <summary>The page, as Markdown.</summary>
    public static string Text()
    {
        var page = new StringBuilder();
        void Line(FormattableString text) => page.Append(text.ToString(CultureInfo.InvariantCulture)).Append('\n');

        Line($"""
            # How cycles agree with real boards

            Made by `mcusim boards accuracy docs` from the tables in `benchmarks/hardware`, which are inside the tool too: change those, not this page.

            ![Published against simulated latency]({PlotName})

            {Quantised.Length} int8 comparisons: mean error {Mean(Quantised):0.0} %, worst {Worst(Quantised):+0.0;-0.0} %. Of these, parameters were calibrated on {Quantised.Count(p => p.Fit is not null)}; the other {Quantised.Count(p => p.Fit is null)} are predictions: mean error {Mean([.. Quantised.Where(p => p.Fit is null)]):0.0} %, worst {Worst([.. Quantised.Where(p => p.Fit is null)]):+0.0;-0.0} %.

            ## By board

            | board | core | points | calibrated on | mean error | worst | interval |
            |---|---|---|---|---|---|---|
            """);
        foreach (var group in Points.GroupBy(p => (p.Board, p.Other)).OrderBy(g => g.Key.Board, StringComparer.Ordinal).ThenBy(g => g.Key.Other, StringComparer.Ordinal))
        {
            string interval = group.Key.Other is not null ? "" : string.Create(CultureInfo.InvariantCulture, $"±{BoardTrust.Of(BoardTrust.BoardOf(group.First())!).Percent:0.0} %");
            Line($"| {group.Key.Board}{(group.Key.Other is { } other ? $" ({other})" : "")} | {Core(group.First())} | {group.Count()} | {group.Count(p => p.Fit is not null)} | {Mean([.. group]):0.0} % | {Worst([.. group]):+0.0;-0.0} % | {interval} |");
        }

        Line($"""

            ## By core

            Errors of the points that parameters were calibrated on and of the others, int8 networks only.

            | core | calibrated on | mean error | worst | predicted | mean error | worst |
            |---|---|---|---|---|---|---|
            """);
        foreach (var group in Quantised.GroupBy(Core).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            ImmutableArray<Residual> fit = [.. group.Where(p => p.Fit is not null)], predicted = [.. group.Where(p => p.Fit is null)];
            Line($"| {group.Key} | {fit.Length} | {Mean(fit):0.0} % | {Worst(fit):+0.0;-0.0} % | {predicted.Length} | {Mean(predicted):0.0} % | {Worst(predicted):+0.0;-0.0} % |");
        }

        page.Append(CoreRatios.Text(Quantised, Core));
        Line($"""

            ## The interval of a latency

            Every latency carries an interval that is meant to hold nine of ten boards' figures, for int8 networks, and the tier that it rests on:

            | tier | points that count | bound |
            |---|---|---|
            | chip | comparisons on boards with the same chip family, core and kind of flash interface | q |
            | similar | comparisons on chips with the same core and kind of flash interface (L1 caches; accelerator with lines apart or shared; none), nine at least | 1.5 q; 3 q if all are on one chip |
            | table | all of them | 3 q |

            q is the ⌈0.9 (n + 1)⌉-th smallest of the n absolute errors (split conformal prediction: had the next point come from the same source, it would lie within q in nine of ten cases). With fewer than nine points it is the largest, times 1 + (9 - n) / 9, and at least q of all points. Where more than half of the points served for a calibration, their errors are a fit's, and q is taken 1.5 times. The factors 1.5 and 3 are judgement; the next table says how they fare. A simulated latency t then stands for t / (1 + q) to t / (1 - q). Several images of one network on one board are not independent, and other kinds of code than int8 networks may be further off.

            ### Without the chip itself

            The interval that a board would get if nothing had been recorded on its chip, and how many of its points lie within:

            | board | tier | interval | points within |
            |---|---|---|---|
            """);
        foreach (IGrouping<string, Residual> group in Quantised.GroupBy(p => p.Board).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            Board board = BoardTrust.BoardOf(group.First())!;
            BoardTrust blind = BoardTrust.Of(board, [.. Quantised.Where(p => !BoardTrust.SameChip(BoardTrust.BoardOf(p)!, board))]);
            Line($"| {group.Key} | {BoardTrust.TierName(blind.Tier)} | ±{blind.Percent:0.0} % | {group.Count(p => Math.Abs(p.ErrorPercent) <= blind.Percent)} of {group.Count()} |");
        }

        Line($"""

            ## What is calibrated on what

            Everything else comes from documents and measurements of others, cited row by row in `src/McuSim.Timing/Cores` and in the board files.

            | points | parameters |
            |---|---|
            """);
        foreach (var group in HardwareResults.Calibration.GroupBy(c => c.What))
            Line($"| {string.Join("; ", group.Select(c => $"{c.Board} {c.Source} {c.Workload}"))} | {group.Key} |");

        Line($"""

            ## What is not modelled

            [timing.md](timing.md) lists it. Of the comparisons, those most off show where it counts: weights that stream from flash once per inference (anomaly detection), floating point, and dense code in other programs than networks, where the compiler is not the published one either.

            ## All points

            | board | source | workload | published | simulated | error | |
            |---|---|---|---|---|---|---|
            """);
        foreach (Residual p in Points)
            Line($"| {p.Board} | {p.Source} | {p.Workload} | {p.Published:0.####} {p.Unit} | {p.Simulated:0.####} {p.Unit} | {p.ErrorPercent:+0.0;-0.0} % | {(p.Fit is null ? "" : "fit")} |");
        return page.ToString();
    }

    private static string Core(Residual residual) => BoardTrust.BoardOf(residual)!.Core.Kind switch
    {
        CoreKind.CortexM0Plus => "Cortex-M0+",
        var kind => kind.ToString().Replace("Cortex", "Cortex-", StringComparison.Ordinal),
    };

    private static double Mean(ImmutableArray<Residual> points) => points.Select(p => Math.Abs(p.ErrorPercent)).DefaultIfEmpty(0).Average();

    private static double Worst(ImmutableArray<Residual> points) => points.Length == 0 ? 0 : points.MaxBy(p => Math.Abs(p.ErrorPercent))!.ErrorPercent;
}
