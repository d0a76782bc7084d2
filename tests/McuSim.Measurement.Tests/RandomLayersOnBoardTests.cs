using McuSim.Boards;
using McuSim.Codegen;
using McuSim.Machine;
using McuSim.Measurement;
using McuSim.Models;

using GraphBuilder = McuSim.Tests.Codegen.GraphBuilder;

namespace McuSim.Tests.Measurement;

/// <summary>Random layers on the emulated cores against the interpreter: what kernels do with instructions of a core cannot be seen on this machine.</summary>
public class RandomLayersOnBoardTests
{
    [Theory]
    [InlineData("nucleo-g0b1re", 1)]
    [InlineData("nucleo-f103rb", 2)]
    [InlineData("nucleo-l4r5zi", 3)]
    public void Equal_the_interpreter(string name, int seed)
    {
        Toolchain.Require();
        var b = new GraphBuilder(seed);
        for (int i = 0; i < 3; i++)
        {
            Codegen.DspLayers.Depthwise(b);
            Codegen.RandomLayers.Depthwise(b);
            Codegen.DspLayers.FullyConnected(b);
            Codegen.DspLayers.Pool(b);
            Codegen.RandomLayers.Pool(b);
            Codegen.RandomLayers.Mean(b);
            Codegen.DspLayers.DepthwisePixel(b);
        }

        Model model = b.Model("layers");
        Board board = BoardCatalog.Load(name);
        using NetworkRunner runner = NetworkRunner.Boot(FirmwareGenerator.Build(model, board, new BuildOptions()), board, RunLimits.None);
        var random = new Random(seed);
        var interpreter = new Interpreter(model.Graph);
        for (int run = 0; run < 3; run++)
        {
            byte[][] inputs = [.. model.Graph.Inputs.Select(t => new byte[t.ByteCount])];
            foreach (byte[] input in inputs) random.NextBytes(input);
            for (int i = 0; i < inputs.Length; i++) interpreter.SetInput(i, inputs[i]);
            interpreter.Run();
            byte[][] outputs = runner.Run(inputs).Outputs;
            for (int i = 0; i < outputs.Length; i++)
                Assert.True(interpreter.Value(model.Graph.Outputs[i]).SequenceEqual(outputs[i]), $"{model.Graph.Operators[i].Name} {i} differs on {name}");
        }
    }
}
