using System.Globalization;

using McuSim.Boards;
using McuSim.Codegen;
using McuSim.Machine;
using McuSim.Measurement;
using McuSim.Models;

using GraphBuilder = McuSim.Tests.Codegen.GraphBuilder;

namespace McuSim.KernelBenchmarks;

/// <summary>Single layers of the usual shapes with random weights: instructions and cycles per multiply-accumulate (per output where there are none).</summary>
internal static class ShapeTable
{
    public static int Write(TextWriter output, string only, string[] boards)
    {
        Model model = Layers(only);
        output.WriteLine($"| layer | {string.Join(" | ", boards.Select(b => b + ": kernel, instr/MAC, cycles/MAC"))} |");
        output.WriteLine($"|---|{string.Concat(boards.Select(_ => "---|"))}");
        string[][] columns = [.. boards.Select(b => Measure(model, BoardCatalog.Load(b)))];
        for (int i = 0; i < model.Graph.Operators.Length; i++)
            output.WriteLine($"| {model.Graph.Operators[i].Output.Name} | {string.Join(" | ", columns.Select(c => c[i]))} |");
        return 0;
    }

    private static string[] Measure(Model model, Board board)
    {
        board = Soak.WithRoom(board);
        var options = new BuildOptions(OptimizationGoal.Balanced, PruneChannels: false);
        if (NetworkMeasurement.Run(new(model, board, options, new RunLimits()), suggestBoards: false) is not Report report)
            return [.. model.Graph.Operators.Select(_ => "does not fit")];
        Layer[] layers = [.. FirmwareGenerator.Build(model, board, options).Plan.Layers];
        return
        [
            .. layers.Zip(report.Layers, (layer, use) => string.Create(
                CultureInfo.InvariantCulture,
                $"{layer.Kernel} {use.Instructions / Work(layer.Operator):F2} {use.Cycles / Work(layer.Operator):F2}")),
        ];
    }

    private static double Work(Operator op) => op.Macs > 0 ? op.Macs : op.Output.Shape.ElementCount;

    private static Model Layers(string only)
    {
        var b = new GraphBuilder(1);
        foreach ((int height, int width) in ((int, int)[])[(3, 3), (5, 5), (7, 7), (1, 5), (5, 1), (1, 9)])
            foreach (int stride in (int[])[1, 2]) Depthwise(b, 12, height, width, stride, 16);
        Depthwise(b, 5, 3, 3, 1, 256);
        Depthwise(b, 5, 5, 5, 1, 64, same: false);
        Depthwise(b, 7, 3, 3, 1, 64);
        foreach (int multiplier in (int[])[2, 8])
            foreach (int stride in (int[])[1, 2]) Depthwise(b, 12, 3, 3, stride, 8, multiplier: multiplier);
        Depthwise(b, 12, 3, 3, 1, 1, multiplier: 8);
        foreach (int inputs in (int[])[10, 32, 64, 128, 256, 640]) Dense(b, inputs, inputs >= 64 ? 32 : 12);
        foreach (PoolKind kind in (PoolKind[])[PoolKind.Average, PoolKind.Max])
            foreach ((int size, int channels) in ((int, int)[])[(2, 16), (2, 15), (3, 15), (8, 16), (8, 15)]) Pool(b, kind, size, channels);
        Operator[] kept = [.. b.Operators.Where(o => only == "all" || o.Output.Name.Contains(only, StringComparison.Ordinal))];
        return new("shapes", "shapes", new Graph([.. kept], [.. kept.SelectMany(o => o.ActivationInputs)], [.. kept.Select(o => o.Output)]), false);
    }

    private static void Depthwise(GraphBuilder b, int size, int kh, int kw, int stride, int channels, int multiplier = 1, bool same = true)
    {
        Tensor input = b.Input(b.Int8(1, size, size, channels));
        (Window window, int height, int width) = Window.Fit(input.Shape, same ? Padding.Same : Padding.Valid, (kh, kw), (stride, stride), (1, 1));
        int outputs = channels * multiplier;
        Tensor output = b.Int8(1, height, width, outputs) with
        {
            Name = string.Create(CultureInfo.InvariantCulture, $"depthwise {kh}x{kw}/{stride} x{multiplier}, {size}x{size}x{channels}{(same ? "" : " valid")}"),
        };
        Tensor weights = b.Weights(3, input.Scale, output.Scale, kh * kw, 1, kh, kw, outputs);
        b.Add(new DepthwiseConv2D(b.NextIndex, input, weights, b.Bias(outputs), output, window, b.Clamp(output)));
    }

    private static void Dense(GraphBuilder b, int inputs, int outputs)
    {
        Tensor input = b.Input(b.Int8(1, inputs));
        Tensor output = b.Int8(1, outputs) with { Name = string.Create(CultureInfo.InvariantCulture, $"fully connected {inputs} to {outputs}") };
        b.Add(new FullyConnected(b.NextIndex, input, b.Weights(0, input.Scale, output.Scale, inputs, outputs, inputs), b.Bias(outputs), output, b.Clamp(output)));
    }

    private static void Pool(GraphBuilder b, PoolKind kind, int size, int channels)
    {
        Tensor input = b.Input(b.Int8(1, 16, 16, channels));
        Tensor output = b.Int8(input.Quantization!, 1, 16 / size, 16 / size, channels) with
        {
            Name = string.Create(CultureInfo.InvariantCulture, $"{kind.ToString().ToLowerInvariant()} pool {size}x{size}, 16x16x{channels}"),
        };
        b.Add(new Pool2D(b.NextIndex, kind, input, output, new(size, size, size, size, 1, 1, 0, 0), Clamp.None));
    }
}
