using System.Collections.Immutable;
using System.Globalization;

using McuSim.Boards;
using McuSim.Codegen;
using McuSim.Common;
using McuSim.Machine;
using McuSim.Models;

namespace McuSim.Measurement;

/// <summary>Fits the free numbers of a board to cycles that a user measured on it.</summary>
public static class Calibrator
{
    private const int MostRounds = 12;
    private const double MostCosine = 0.99; // two numbers whose effects go together more than this cannot be told apart
    private const double LeastEffect = 1e-4; // of a region's cycles, for a cycle more: less is lost in what the model leaves out

    /// <summary>Calibrates on layers of a network.</summary>
    /// <param name="model">The network whose generated firmware was measured.</param>
    /// <param name="board">The board to start from.</param>
    /// <param name="log">What was measured.</param>
    /// <param name="options">How the firmware was generated.</param>
    /// <param name="limits">How long a run may last.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="McuSimException">The log names other regions, or its regions depend on no free number (exit code 2).</exception>
    public static CalibrationResult OnNetwork(Model model, Board board, CycleLog log, BuildOptions options, RunLimits limits, CancellationToken cancellation = default) =>
        Fit(board, log, RegionTimers.OfNetwork(model, board, options, limits), cancellation);

    /// <summary>Calibrates on functions of a firmware image.</summary>
    /// <param name="image">The image that was measured.</param>
    /// <param name="board">The board to start from.</param>
    /// <param name="log">What was measured.</param>
    /// <param name="followsChip">Whether the program's own set-up of clock and flash counts.</param>
    /// <param name="limits">How long a run may last.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="McuSimException">The log names other regions, or its regions depend on no free number (exit code 2).</exception>
    public static CalibrationResult OnFirmware(FirmwareImage image, Board board, CycleLog log, bool followsChip, RunLimits limits, CancellationToken cancellation = default) =>
        Fit(board, log, RegionTimers.OfFirmware(image, followsChip, limits), cancellation);

    /// <summary>
    /// The whole numbers within their bounds with the least sum of squared relative errors. Cycles grow nearly in proportion to each number, so a line
    /// through two values says where to look; the values around the best are then tried, until none is better.
    /// </summary>
    internal static CalibrationResult Fit(Board board, CycleLog log, RegionTimer timer, CancellationToken cancellation)
    {
        ImmutableArray<BoardParameter> all = BoardParameter.Of(board);
        int[] start = [.. all.Select(p => p.Get(board))];
        Board With(int[] values) => all.Zip(values).Aggregate(board, (b, pair) => pair.First.Get(b) == pair.Second ? b : pair.First.Set(b, pair.Second));
        var known = new Dictionary<string, double[]>(StringComparer.Ordinal);
        string Key(int[] values) => string.Join(',', values.Select(v => v.ToString(CultureInfo.InvariantCulture)));
        void Time(IEnumerable<int[]> candidates)
        {
            int[][] missing = [.. candidates.DistinctBy(Key).Where(c => !known.ContainsKey(Key(c)))];
            if (missing.Length == 0) return;
            foreach ((int[] values, IReadOnlyDictionary<string, double> regions) in missing.Zip(timer([.. missing.Select(With)], cancellation)))
                known[Key(values)] = RegionTimers.Of(log, regions);
        }

        double Cost(int[] values) => log.Regions.Zip(known[Key(values)], (r, simulated) => (simulated - r.Cycles) / r.Cycles).Sum(e => e * e);
        int[] Moved(int[] values, int index, int by) => [.. values.Select((v, i) => i == index ? Math.Clamp(v + by, all[i].Least, all[i].Most) : v)];

        // How much a cycle more of each number costs, and so which numbers the log can tell anything about.
        int[][] steps = [.. all.Select((p, i) => Moved(start, i, start[i] < p.Most ? 1 : -1))];
        Time([start, .. steps]);
        double[][] slopes = [.. steps.Select((s, i) => known[Key(s)].Zip(known[Key(start)], (there, here) => (there - here) / (s[i] - start[i])).ToArray())];
        double[][] effects = [.. slopes.Select(slope => slope.Zip(log.Regions, (s, r) => s / r.Cycles).ToArray())];
        var free = new List<int>();
        foreach (int i in Enumerable.Range(0, all.Length).Where(i => effects[i].Max(Math.Abs) >= LeastEffect).OrderByDescending(i => effects[i].Max(Math.Abs)))
        {
            if (free.Count < log.Regions.Length && free.All(f => !Alike(effects[f], effects[i]))) free.Add(i);
        }

        if (free.Count == 0)
            throw McuSimException.BadInput($"{log.Path}: the cycles of its regions depend on none of {string.Join(", ", all.Select(p => p.Name))}; measure code that waits for these memories.");

        int[] best = start;
        for (int round = 0; round < MostRounds; round++)
        {
            var candidates = new List<int[]>();
            foreach (int i in free)
            {
                // Along one number the sum of squares is a parabola: its lowest point, and what lies around it.
                double up = 0, down = 0;
                foreach ((MeasuredRegion region, double simulated, double slope) in log.Regions.Zip(known[Key(best)], slopes[i]))
                {
                    up += slope * (region.Cycles - simulated) / (region.Cycles * region.Cycles);
                    down += slope * slope / (region.Cycles * region.Cycles);
                }

                int jump = (int)Math.Clamp(Math.Round(up / down), -all[i].Most, all[i].Most);
                candidates.AddRange([Moved(best, i, jump), Moved(best, i, 1), Moved(best, i, -1)]);
                foreach (int j in free.Where(j => j > i))
                    candidates.AddRange([Moved(Moved(best, i, 1), j, -1), Moved(Moved(best, i, -1), j, 1), Moved(Moved(best, i, 2), j, -1), Moved(Moved(best, i, -1), j, 2)]);
            }

            Time(candidates);
            int[] next = candidates.Append(best).MinBy(c => (Cost(c), Key(c)))!;
            if (Cost(next) >= Cost(best)) break;
            best = next;
        }

        return new(
            board, With(best),
            [.. all.Select((p, i) => new CalibratedParameter(p.Name, start[i], best[i], p.Least, p.Most, free.Contains(i)))],
            [.. log.Regions.Select((r, i) => new RegionResidual(r.Name, r.Cycles, known[Key(start)][i], known[Key(best)][i]))]);
    }

    private static bool Alike(double[] a, double[] b)
    {
        double Product(double[] x, double[] y) => x.Zip(y, (p, q) => p * q).Sum();
        return Math.Abs(Product(a, b)) > MostCosine * Math.Sqrt(Product(a, a) * Product(b, b));
    }
}

/// <summary>What a calibration gave.</summary>
/// <param name="Before">The board that it started from.</param>
/// <param name="After">The board with the numbers that fit best.</param>
/// <param name="Parameters">The free numbers.</param>
/// <param name="Regions">What was measured and simulated.</param>
public sealed record CalibrationResult(Board Before, Board After, ImmutableArray<CalibratedParameter> Parameters, ImmutableArray<RegionResidual> Regions);

/// <summary>A free number of a board.</summary>
/// <param name="Name">As in the board file.</param>
/// <param name="Before">Its value before.</param>
/// <param name="After">The value that fits best.</param>
/// <param name="Least">The least it may be.</param>
/// <param name="Most">The most it may be.</param>
/// <param name="WasFitted">False where the log says too little about it, or cannot tell it from another, so that it was kept.</param>
public sealed record CalibratedParameter(string Name, int Before, int After, int Least, int Most, bool WasFitted);

/// <summary>One region of a log.</summary>
/// <param name="Name">The region.</param>
/// <param name="Measured">Cycles that the user measured.</param>
/// <param name="Before">Cycles simulated before.</param>
/// <param name="After">Cycles simulated with the numbers that fit best.</param>
public sealed record RegionResidual(string Name, double Measured, double Before, double After)
{
    /// <summary>The error before, in percent of what was measured.</summary>
    public double PercentBefore => 100 * (Before - Measured) / Measured;

    /// <summary>The error that is left, in percent of what was measured.</summary>
    public double PercentAfter => 100 * (After - Measured) / Measured;
}
