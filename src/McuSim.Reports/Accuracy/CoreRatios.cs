using System.Collections.Immutable;
using System.Globalization;
using System.Text;

using McuSim.Measurement;

namespace McuSim.Reports;

/// <summary>What one engine takes on other boards than on the STM32L4R5, in core cycles: errors that all boards share fall out.</summary>
internal static class CoreRatios
{
    private const string Base = "nucleo-l4r5zi";
    private const string Firmware = " performance";

    private static readonly ImmutableArray<string> OtherBuilds = ["max_performance", "min_ram"]; // builds that only some boards have

    /// <summary>The section of the page.</summary>
    /// <param name="points">All comparisons of int8 networks.</param>
    /// <param name="core">Names a comparison's core.</param>
    public static string Text(ImmutableArray<Residual> points, Func<Residual, string> core)
    {
        var text = new StringBuilder();
        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
        Line($"""

            ## Core ratios

            Cycles of one engine's networks (ad, ic, kws, vww) on a board, as parts of those on the STM32L4R5.

            | engine | board | core | published | simulated | mean error | worst |
            |---|---|---|---|---|---|---|
            """);
        Residual[] suitable = [.. points.Where(p => p.Unit == "ms" && p.Workload.EndsWith(Firmware, StringComparison.Ordinal) && !OtherBuilds.Any(b => p.Source.Contains(b, StringComparison.Ordinal)))];
        foreach (IGrouping<string, Residual> engine in suitable.GroupBy(Engine).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            var reference = engine.Where(p => p.Board.StartsWith(Base, StringComparison.Ordinal)).ToDictionary(p => p.Workload);
            if (reference.Count == 0) continue;
            foreach (var board in engine.Where(p => !p.Board.StartsWith(Base, StringComparison.Ordinal)).GroupBy(p => p.Board).OrderBy(g => g.Key, StringComparer.Ordinal))
            {
                var ratios = board.Where(p => reference.ContainsKey(p.Workload)).OrderBy(p => p.Workload, StringComparer.Ordinal)
                    .Select(p => (Published: Cycles(p, p.Published) / Cycles(reference[p.Workload], reference[p.Workload].Published), Simulated: Cycles(p, p.Simulated) / Cycles(reference[p.Workload], reference[p.Workload].Simulated)))
                    .ToArray();
                double[] errors = [.. ratios.Select(r => 100 * ((r.Simulated / r.Published) - 1))];
                Line($"| {engine.Key} | {board.Key} | {core(board.First())} | {Joined(ratios.Select(r => r.Published))} | {Joined(ratios.Select(r => r.Simulated))} | {errors.Average(Math.Abs):0.0} % | {errors.MaxBy(Math.Abs):+0.0;-0.0} % |");
            }
        }

        return text.ToString();
    }

    /// <summary>Results and submitter, the first two words of a source.</summary>
    private static string Engine(Residual point) => string.Join(' ', point.Source.Split(' ').Take(2));

    private static double Cycles(Residual point, double milliseconds) => milliseconds * BoardTrust.BoardOf(point)!.ClockHz / 1000;

    private static string Joined(IEnumerable<double> ratios) => string.Join(' ', ratios.Select(r => r.ToString("0.000", CultureInfo.InvariantCulture)));
}
