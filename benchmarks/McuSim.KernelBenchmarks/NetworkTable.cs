using System.Globalization;

using McuSim.Boards;
using McuSim.Codegen;
using McuSim.Machine;
using McuSim.Measurement;
using McuSim.Models;

namespace McuSim.KernelBenchmarks;

/// <summary>
/// What generated firmware takes for the networks that other engines publish figures of, with every channel computed: instructions per
/// multiply-accumulate, cycles, arena, stack, code and constants, beside what is wanted.
/// </summary>
internal static class NetworkTable
{
    private static readonly string[] BoardNames = ["nucleo-l4r5zi", "nucleo-u575zi", "nucleo-h7a3zi", "stm32f746"];
    private static readonly string[] LargeBoardNames = ["stm32h743"];

    // Instructions per MAC wanted at 'speed': kernels written by hand for these networks, and 45 % of TinyEngine's for the others.
    private static readonly (string Source, double Wanted, string[] Boards)[] Networks =
    [
        ("kws_ref_int8", 1.05, BoardNames),
        ("ic_resnet_int8", 0.92, BoardNames),
        ("vww_96_int8", 1.10, BoardNames),
        ("ad01_int8", 1.35, BoardNames),
        ("mcunet-vww0", 1.25, BoardNames),
        ("imagenet_mobilenetv1_0.25_128_int8", 1.15, LargeBoardNames),
        ("imagenet_mcunetv2_224_int8", 1.20, LargeBoardNames),
        ("zoo:mcunet-vww1", 0.45 * 2.98, LargeBoardNames),
        ("zoo:mcunet-vww2", 0.45 * 2.88, LargeBoardNames),
        ("zoo:mcunet-in0", 0.45 * 2.83, LargeBoardNames),
        ("zoo:mcunet-in1", 0.45 * 2.87, LargeBoardNames),
        ("zoo:mcunet-in2", 0.45 * 2.90, LargeBoardNames),
        ("zoo:mcunet-in3", 0.45 * 2.87, LargeBoardNames),
        ("zoo:mcunet-in4", 0.45 * 2.46, LargeBoardNames),
        ("zoo:mbv2-w0.3-r64", 0.45 * 3.43, LargeBoardNames),
        ("zoo:mbv2-w0.35-r144", 0.45 * 3.24, LargeBoardNames),
        ("zoo:proxyless-w0.3-r64", 0.45 * 3.20, LargeBoardNames),
        ("zoo:proxyless-w0.3-r176", 0.45 * 3.06, LargeBoardNames),
    ];

    public static int Write(TextWriter output, string[] filters)
    {
        output.WriteLine("| network | board | goal | instr/MAC | wanted | M cycles | cycles/instr | arena B | stack B | code B | constants B | weights B | channels |");
        output.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|---|---|");
        foreach ((string source, double wanted, string[] boards) in Networks)
        {
            if (filters.Length > 0 && !filters.Any(f => source.Contains(f, StringComparison.Ordinal))) continue;
            if (Load(source) is not { } model)
            {
                output.WriteLine($"| {source} | not there |");
                continue;
            }

            foreach (string board in boards)
            {
                foreach (OptimizationGoal goal in Enum.GetValues<OptimizationGoal>()) output.WriteLine(Row(model, BoardCatalog.Load(board), goal, wanted));
            }
        }

        return 0;
    }

    /// <summary>A network of the zoo, or a file of the folder beside the clone.</summary>
    internal static Model? Load(string source)
    {
        if (source.StartsWith("zoo:", StringComparison.Ordinal)) return ModelZoo.Build(source);
        string path = Path.Combine(Repository.Root, "..", "shared", "models", source + ".tflite");
        return File.Exists(path) ? ModelReader.Read(path) : null;
    }

    private static string Row(Model model, Board board, OptimizationGoal goal, double wanted)
    {
        string name = $"| {model.Name} | {board.Name} | {goal.ToString().ToLowerInvariant()} ";
        var request = new MeasurementRequest(model, board, new BuildOptions(goal, PruneChannels: false), new RunLimits());
        if (NetworkMeasurement.Run(request, suggestBoards: false) is not Report report) return name + "| does not fit |";
        (long weights, long channels) = Constants(model);
        FlashUse flash = report.Memory.Flash;
        SramUse sram = report.Memory.Sram;
        return name + string.Create(
            CultureInfo.InvariantCulture,
            $"| {(double)report.Time.Instructions / report.Build.ExecutedMacs:F3} | {wanted:F2} | {report.Time.Cycles / 1e6:F3} | {(double)report.Time.Cycles / report.Time.Instructions:F2} | {sram.ArenaPlannedBytes} | {sram.StackBytes} | {flash.CodeBytes} | {flash.ConstantBytes} | {weights} | {channels} |");
    }

    /// <summary>Bytes of int8 weights, and output channels that have a bias and a scale of their own.</summary>
    private static (long Weights, long Channels) Constants(Model model)
    {
        long weights = 0, channels = 0;
        foreach (Operator op in model.Graph.Operators)
        {
            Tensor? of = op switch { Conv2D c => c.Weights, DepthwiseConv2D d => d.Weights, FullyConnected f => f.Weights, _ => null };
            if (of is null) continue;
            weights += of.ByteCount;
            channels += op.Output.Shape[-1];
        }

        return (weights, channels);
    }
}
