using McuSim.Boards;
using McuSim.Codegen;
using McuSim.Common;
using McuSim.Common.Yaml;
using McuSim.Machine;
using McuSim.Models;

namespace McuSim.Measurement;

/// <summary>Times the regions of a program on several variants of a board in one run.</summary>
/// <param name="boards">The variants, which differ in their speed only.</param>
/// <param name="cancellation">Stops the run.</param>
/// <returns>For each variant the cycles of every region by its name.</returns>
internal delegate IReadOnlyList<IReadOnlyDictionary<string, double>> RegionTimer(IReadOnlyList<Board> boards, CancellationToken cancellation);

/// <summary>The two kinds of program whose regions can be timed.</summary>
internal static class RegionTimers
{
    private const string Total = "total";

    /// <summary>A network that McuSim generates: its regions are the layers and <c>total</c>, of one inference.</summary>
    public static RegionTimer OfNetwork(Model model, Board board, BuildOptions options, RunLimits limits)
    {
        Firmware? firmware = null;
        return (boards, cancellation) =>
        {
            firmware ??= FirmwareGenerator.Build(model, board, options, outputDirectory: null, cancellation);
            using NetworkRunner runner = NetworkRunner.BootWatched(firmware, [.. boards.Select(b => new MeasurementRequest(model, b, options, limits))], cancellation);
            runner.Run(PseudoRandomInput.For(model.Graph), cancellation);
            return [.. runner.Boards.Select(b => Regions(new Profile(runner, b.Model).Layers.Select(l => (l.Name, (double)l.Cycles)), b.Model.Cycles))];
        };
    }

    /// <summary>A firmware image: its regions are its functions, each with what it calls, per call; and <c>total</c>, since reset.</summary>
    public static RegionTimer OfFirmware(FirmwareImage image, bool followsChip, RunLimits limits) => (boards, cancellation) =>
    {
        var request = new FirmwareRequest(image, boards[0], limits) { FollowsChip = followsChip, AlsoOn = [.. boards.Skip(1).Select(b => new TimedBoard(b, []))] };
        using var run = new FirmwareRun(request);
        if (run.Run(cancellation) == StopReason.Cancelled) throw new OperationCanceledException(cancellation);
        foreach (FirmwareTiming timing in run.Boards) timing.Calls.Finish();
        return [.. run.Boards.Select(b => Regions(b.Calls.Functions.Where(f => f.Calls > 0).Select(f => (f.Name, (double)f.Inclusive / f.Calls)), b.Board.Model.Cycles))];
    };

    /// <summary>The simulated cycles of the regions of a log, in its order.</summary>
    /// <exception cref="McuSimException">The program has no such region (exit code 2).</exception>
    public static double[] Of(CycleLog log, IReadOnlyDictionary<string, double> regions) =>
        [.. log.Regions.Select(r => regions.TryGetValue(r.Name, out double cycles) ? cycles : throw McuSimException.BadInput(
            $"{log.Path}: the program has no region {Quote.Text(r.Name)}{NearNames.Hint(r.Name, regions.Keys)[..^1]}; regions are layers or functions that ran, and {Total}."))];

    private static Dictionary<string, double> Regions(IEnumerable<(string Name, double Cycles)> parts, long total)
    {
        var regions = new Dictionary<string, double>(StringComparer.Ordinal) { [Total] = total };
        foreach ((string name, double cycles) in parts) regions.TryAdd(name, cycles);
        return regions;
    }
}
