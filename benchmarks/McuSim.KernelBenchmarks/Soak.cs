using System.Diagnostics;
using System.Globalization;

using McuSim.Boards;
using McuSim.Codegen;
using McuSim.Machine;
using McuSim.Measurement;
using McuSim.Models;
using McuSim.Tests.Codegen;

using GraphBuilder = McuSim.Tests.Codegen.GraphBuilder;

namespace McuSim.KernelBenchmarks;

/// <summary>Random layers and networks, generated for simulated boards and for this machine under sanitizers, against the interpreter.</summary>
internal static class Soak
{
    private const int LayersPerProgram = 50;
    private const int Frames = 3;

    private static readonly Dictionary<string, string> Boards = new(StringComparer.Ordinal)
    {
        ["m0+"] = "nucleo-g0b1re",
        ["m3"] = "nucleo-f103rb",
        ["m4"] = "nucleo-l4r5zi",
        ["m7"] = "stm32h743",
        ["m33"] = "nucleo-u575zi",
    };

    public static int Run(TextWriter output, int layers, int networks, string[] targets)
    {
        if (targets.Length == 0) targets = ["host", "m0+", "m4", "m7"];
        int failures = 0, done = 0, programs = 0;
        foreach ((Model model, int count) in Models(layers, networks))
        {
            List<byte[][]> frames = RandomFrames(model.Graph);
            List<byte[][]> expected = Expected(model, frames);
            foreach (string target in targets)
            {
                var goal = (OptimizationGoal)(programs % 3);
                if (Differs(model, target, goal, frames, expected) is not { } difference) continue;
                failures++;
                output.WriteLine($"{model.Name} on {target} at {goal}: {difference}");
            }

            programs++;
            done += count;
            Console.Error.WriteLine($"{model.Name}: {done} done, {failures} differ");
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{layers} layers and {networks} networks on {string.Join(", ", targets)}, the three goals in turn, {Frames} inputs each: {(failures == 0 ? "all equal the interpreter" : $"{failures} programs differ")}"));
        return failures == 0 ? 0 : 1;
    }

    private static IEnumerable<(Model Model, int Count)> Models(int layers, int networks)
    {
        for (int first = 0; first < layers; first += LayersPerProgram)
            yield return (Layers(first + 1, Math.Min(LayersPerProgram, layers - first)), Math.Min(LayersPerProgram, layers - first));
        for (int i = 0; i < networks; i++) yield return (RandomNetworks.Create(1000 + i, 8 + (i % 30)), 1);
    }

    /// <summary>Independent layers: four of five as they occur in networks, the fifth with any numbers at all.</summary>
    private static Model Layers(int seed, int count)
    {
        var b = new GraphBuilder(seed);
        Action<GraphBuilder>[] usual = [DspLayers.Conv1x1, DspLayers.Conv, DspLayers.Conv3x3, DspLayers.Depthwise, DspLayers.FullyConnected, DspLayers.Depthwise];
        Action<GraphBuilder>[] any = [RandomLayers.Conv, RandomLayers.Conv1x1, RandomLayers.Depthwise, RandomLayers.FullyConnected, RandomLayers.Pool, RandomLayers.Elementwise, RandomLayers.Softmax, RandomLayers.Mean, DspLayers.Pool];
        for (int i = 0; i < count; i++)
        {
            Action<GraphBuilder>[] of = i % 5 == 4 ? any : usual;
            of[b.Random.Next(of.Length)](b);
        }

        return b.Model($"layers_{seed.ToString(CultureInfo.InvariantCulture)}");
    }

    private static List<byte[][]> RandomFrames(Graph graph)
    {
        var random = new Random(7);
        var frames = new List<byte[][]>();
        for (int i = 0; i < Frames; i++)
        {
            byte[][] frame = [.. graph.Inputs.Select(t => new byte[t.ByteCount])];
            foreach (byte[] input in frame) random.NextBytes(input);
            frames.Add(frame);
        }

        return frames;
    }

    private static List<byte[][]> Expected(Model model, List<byte[][]> frames)
    {
        var interpreter = new Interpreter(model.Graph);
        var results = new List<byte[][]>();
        foreach (byte[][] frame in frames)
        {
            for (int i = 0; i < frame.Length; i++) interpreter.SetInput(i, frame[i]);
            interpreter.Run();
            results.Add([.. model.Graph.Outputs.Select(t => interpreter.Value(t).ToArray())]);
        }

        return results;
    }

    private static string? Differs(Model model, string target, OptimizationGoal goal, List<byte[][]> frames, List<byte[][]> expected)
    {
        List<byte[][]> actual = target == "host" ? OnHost(model, goal, frames) : OnBoard(model, Boards[target], goal, frames);
        for (int f = 0; f < frames.Count; f++)
        {
            for (int o = 0; o < expected[f].Length; o++)
            {
                if (actual[f][o].AsSpan().SequenceEqual(expected[f][o])) continue;
                int at = Enumerable.Range(0, expected[f][o].Length).First(i => actual[f][o][i] != expected[f][o][i]);
                Operator? producer = model.Graph.Operators.FirstOrDefault(p => p.Output == model.Graph.Outputs[o]);
                return $"input {f}, output {o}, byte {at} is {(sbyte)actual[f][o][at]}, not {(sbyte)expected[f][o][at]}: {producer?.Name} to {producer?.Output.Shape}";
            }
        }

        return null;
    }

    private static List<byte[][]> OnBoard(Model model, string name, OptimizationGoal goal, List<byte[][]> frames)
    {
        Board board = WithRoom(BoardCatalog.Load(name));
        Firmware firmware = FirmwareGenerator.Build(model, board, new BuildOptions(goal));
        using NetworkRunner runner = NetworkRunner.Boot(firmware, board, new RunLimits());
        return [.. frames.Select(f => runner.Run(f).Outputs)];
    }

    /// <summary>A board with one SRAM, with memories that hold fifty layers side by side: what they compute does not depend on sizes.</summary>
    internal static Board WithRoom(Board board)
    {
        const uint Flash = 4 << 20, Ram = 1 << 20;
        if (board.Placement.Arena is not [[var arena]]) return board;
        uint Size(MemoryRegion region) =>
            region.Name == board.Placement.Code || region.AliasOf == board.Placement.Code ? Flash : region.Name == arena ? Ram : region.Size;
        return board with { Regions = [.. board.Regions.Select(r => r with { Size = Size(r) })], FileSha256 = board.FileSha256 + "+room" };
    }

    private static List<byte[][]> OnHost(Model model, OptimizationGoal goal, List<byte[][]> frames)
    {
        string folder = Directory.CreateTempSubdirectory("mcusim-soak-").FullName;
        try
        {
            string program = HostBuild.BuildAsync(model, BoardCatalog.Load("nucleo-l4r5zi").Core, new BuildOptions(goal, WideWeights: goal == OptimizationGoal.Speed), folder, sanitize: true, CancellationToken.None).GetAwaiter().GetResult();
            using Process process = Process.Start(new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
            foreach (byte[] input in frames.SelectMany(f => f)) process.StandardInput.BaseStream.Write(input);
            process.StandardInput.Close();
            return [.. frames.Select(_ => (byte[][])[.. model.Graph.Outputs.Select(t => ReadExactly(process.StandardOutput.BaseStream, t.ByteCount))])];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static byte[] ReadExactly(Stream stream, int bytes)
    {
        byte[] data = new byte[bytes];
        stream.ReadExactly(data);
        return data;
    }
}
