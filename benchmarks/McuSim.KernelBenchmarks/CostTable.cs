using System.Globalization;

using McuSim.Boards;
using McuSim.Codegen;
using McuSim.Machine;
using McuSim.Measurement;
using McuSim.Models;

namespace McuSim.KernelBenchmarks;

/// <summary>
/// The cost model against the simulator: every layer of some networks with every kernel it could take; what was estimated, what was executed,
/// and how often the estimates prefer the kernel that is the fastest.
/// </summary>
internal static class CostTable
{
    private static readonly string[] BoardNames = ["nucleo-l4r5zi", "nucleo-u575zi", "nucleo-h7a3zi"];

    public static int Write(TextWriter output, string[] names)
    {
        output.WriteLine("| board | kernel | layers | estimated M | executed M instr | ratio, least to most | M cycles |");
        output.WriteLine("|---|---|---|---|---|---|---|");
        var verdicts = new List<string>();
        foreach (string name in BoardNames)
        {
            Board board = BoardCatalog.Load(name);
            var samples = new List<Sample>();
            int layers = 0, agreed = 0;
            long lost = 0, total = 0;
            foreach (string source in names)
            {
                if (NetworkTable.Load(source) is not { } model) continue;
                samples.AddRange(Samples(model, board));
                var request = new MeasurementRequest(model, board, new(OptimizationGoal.Speed, PruneChannels: false), new RunLimits());
                foreach (TunedLayer layer in KernelTuning.Winners(model, board.Core, KernelTuner.Tune(request)))
                {
                    (layers, lost, total) = (layers + 1, lost + layer.EstimatedKernelCycles - layer.Cycles, total + layer.Cycles);
                    if (layer.EstimatedKernelCycles == layer.Cycles) agreed++;
                }
            }

            foreach (IGrouping<string, Sample> kernel in samples.GroupBy(s => s.Kernel).OrderBy(g => g.Key, StringComparer.Ordinal)) output.WriteLine(Row(name, [.. kernel]));
            verdicts.Add(string.Create(CultureInfo.InvariantCulture, $"{name}: the estimates prefer the fastest kernel for {agreed} of {layers} layers; for the others they lose {100.0 * lost / Math.Max(1, total):F2} % of all cycles."));
        }

        output.WriteLine();
        foreach (string verdict in verdicts) output.WriteLine(verdict);
        return 0;
    }

    private static IEnumerable<Sample> Samples(Model model, Board board)
    {
        BuildOptions options = FirmwareGenerator.OptionsFor(model, board, new(OptimizationGoal.Speed, PruneChannels: false));
        var context = new KernelContext(board.Core, options);
        foreach (TuningRound round in KernelTuning.Rounds(model, board.Core, options))
        {
            if (NetworkMeasurement.Run(new(model, board, round.Options, new RunLimits()), suggestBoards: false) is not Report report) continue;
            Layer[] layers = [.. FirmwareGenerator.Build(model, board, round.Options).Plan.Layers];
            foreach ((Layer layer, LayerUse use) in layers.Zip(report.Layers))
            {
                long estimated = KernelCatalog.OffersFor(layer.Operator, context).First(o => o.Kernel.Name == layer.Kernel).Offer.Cost;
                yield return new(layer.Kernel, estimated, use.Instructions, use.Cycles);
            }
        }
    }

    private static string Row(string board, Sample[] samples)
    {
        double[] ratios = [.. samples.Select(s => s.Estimated / (double)Math.Max(1, s.Instructions)).Order()];
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {board} | {samples[0].Kernel} | {samples.Length} | {samples.Sum(s => s.Estimated) / 1e6:F2} | {samples.Sum(s => s.Instructions) / 1e6:F2} | {ratios[0]:F2} to {ratios[^1]:F2} | {samples.Sum(s => s.Cycles) / 1e6:F2} |");
    }

    private sealed record Sample(string Kernel, long Estimated, long Instructions, long Cycles);
}
