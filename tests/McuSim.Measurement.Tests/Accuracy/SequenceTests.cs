using McuSim.Boards;
using McuSim.Codegen;
using McuSim.Machine;
using McuSim.Measurement;
using McuSim.Models;

namespace McuSim.Tests.Measurement;

/// <summary>Several inferences of a network with a variable, one after the other.</summary>
public class SequenceTests
{
    private static readonly byte[] Inputs = [1, 2, 3, 4, 5, 6, 251, 252, 253];

    [Theory]
    [InlineData(3, new byte[] { 0, 4, 4 })] // the last sums: 1 + 4 - 5, 2 + 5 - 3, 3 + 6 - 5
    [InlineData(1, new byte[] { 15 })] // the largest of 10, 15 and 10
    public void The_interpreter_keeps_variables_within_a_sequence_only(int elements, byte[] expected)
    {
        byte[] inputs = elements == 3 ? [1, 2, 3, 4, 5, 6, 251, 253, 251] : [10, 5, 251];
        var interpreter = new Interpreter(Sums(elements).Graph);
        Assert.Equal(expected, Sequence.Run(interpreter, inputs));
        Assert.Equal(expected, Sequence.Run(interpreter, inputs));
    }

    [Fact]
    public void The_simulated_board_and_this_machine_give_what_the_interpreter_gives()
    {
        Toolchain.Require();
        Board board = BoardCatalog.Load("stm32f746");
        Model model = Sums(3);
        Firmware firmware = FirmwareGenerator.Build(model, board, new BuildOptions());
        byte[] expected = Sequence.Run(new Interpreter(model.Graph), Inputs);
        using NetworkRunner simulated = NetworkRunner.Boot(firmware, board, RunLimits.None);
        using NativeRunner native = NativeRunner.Start(model.Graph, HostBuild.BuildNative(model, board, new BuildOptions(), TestContext.Current.CancellationToken));
        for (int again = 0; again < 2; again++)
        {
            Inference inference = Sequence.Run(simulated, model.Graph, Inputs, TestContext.Current.CancellationToken);
            Assert.Equal(expected, inference.Outputs[0]);
            Assert.InRange(inference.Cycles, 1, 10_000);
            Assert.Equal(expected, Sequence.Run(native, model.Graph, Inputs, TestContext.Current.CancellationToken).Outputs[0]);
        }
    }

    /// <summary>Adds each input to a sum that it keeps.</summary>
    private static Model Sums(int elements)
    {
        Tensor x = Int8(0), before = Int8(1), after = Int8(2);
        var graph = new Graph([new Elementwise(0, ElementwiseKind.Add, x, before, after, Clamp.None), new StoreState(1, after, before)], [x], [after])
        {
            States = [new(before, new byte[elements])],
        };
        return new("sums", "00", graph);

        Tensor Int8(int index) => new(index, $"t{index}", ElementType.Int8, Shape.Of(1, elements), Quantization.PerTensor(0.5f, 0), default);
    }
}
