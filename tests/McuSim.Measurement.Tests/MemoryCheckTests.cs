using McuSim.Boards;
using McuSim.Codegen;
using McuSim.Machine;
using McuSim.Measurement;
using McuSim.Models;

namespace McuSim.Tests.Measurement;

/// <summary>Firmware keeps to its memory plan, access by access; a plan that says something else is found out, with layer and tensor.</summary>
public class MemoryCheckTests
{
    private static MeasurementRequest Request(string network, OptimizationGoal goal) =>
        new(ModelZoo.Build(network), BoardCatalog.Load("stm32h743"), new(goal), RunLimits.None);

    [Theory]
    [InlineData("zoo:resnet-8?width=0.25", OptimizationGoal.Memory)]
    [InlineData("zoo:mbv2-w0.3-r64", OptimizationGoal.Memory)]
    [InlineData("zoo:mlperf-kws", OptimizationGoal.Speed)]
    public void Every_read_finds_its_tensor(string network, OptimizationGoal goal)
    {
        MemoryCheck check = MemoryCheck.Run(Request(network, goal), cancellation: TestContext.Current.CancellationToken);
        Assert.Null(check.Error);
        Assert.True(check.ReadBytes > 10_000 && check.WrittenBytes > 10_000);
    }

    /// <summary>A concatenation whose first input already lies where its part of the output goes does not copy it.</summary>
    [Fact]
    public void Variables_and_concatenations_in_place_are_followed()
    {
        Tensor Int8(int index, int rows) => new(index, $"t{index}", ElementType.Int8, Shape.Of(1, rows, 1, 8), Quantization.PerTensor(0.5f, 0), default);
        (Tensor x, Tensor history, Tensor latest, Tensor all, Tensor y) = (Int8(0, 1), Int8(1, 3), Int8(2, 2), Int8(3, 3), Int8(4, 3));
        var graph = new Graph(
            [
                new Slice(0, history, latest, [0, 1, 0, 0], [1, 1, 1, 1], [1, 2, 1, 8]), new Concatenation(1, [latest, x], all, 1),
                new Relu(2, "RELU", all, y, new(0, 127)), new StoreState(3, all, history),
            ],
            [x], [y])
        {
            States = [new(history, new byte[24])],
        };
        var request = new MeasurementRequest(new("history", "00", graph), BoardCatalog.Load("stm32h743"), new(), RunLimits.None);
        MemoryCheck check = MemoryCheck.Run(request, cancellation: TestContext.Current.CancellationToken);
        Assert.True(check.Error is null, check.Error);
        Assert.True(check.WrittenBytes >= 24 + 16 + 24);

        var interpreter = new Interpreter(graph);
        Firmware firmware = FirmwareGenerator.Build(request.Model, request.Board, request.Options);
        using NetworkRunner board = NetworkRunner.Boot(firmware, request.Board, RunLimits.None);
        foreach (byte seed in (byte[])[3, 50])
        {
            byte[] input = [.. Enumerable.Range(seed, 8).Select(i => (byte)i)];
            interpreter.Reset();
            Assert.Equal(interpreter.Run(input).ToArray(), board.Run([input]).Outputs[0]); // every run starts anew
        }
    }

    /// <summary>A network that only gives its input another shape has no layer, and nothing that refers to the arena.</summary>
    [Fact]
    public void A_network_without_layers_runs()
    {
        Tensor Int8(int index, params int[] shape) => new(index, $"t{index}", ElementType.Int8, new([.. shape]), Quantization.PerTensor(0.5f, 0), default);
        (Tensor x, Tensor y) = (Int8(0, 1, 2, 2), Int8(1, 1, 4));
        var request = new MeasurementRequest(new("reshape", "00", new([new Reshape(0, x, y)], [x], [y])), BoardCatalog.Load("stm32h743"), new(), RunLimits.None);
        using NetworkRunner board = NetworkRunner.Boot(FirmwareGenerator.Build(request.Model, request.Board, request.Options), request.Board, RunLimits.None);
        Assert.Equal([1, 2, 3, 4], board.Run([[1, 2, 3, 4]]).Outputs[0]);
    }

    /// <summary>An input of 196,608 bytes reaches from the first memory of an STM32L4R5 into the second.</summary>
    [Fact]
    public void An_input_may_reach_from_one_memory_into_the_next()
    {
        Tensor x = new(0, "x", ElementType.Float32, Shape.Of(1, 128, 128, 3), null, default);
        Tensor y = new(1, "y", ElementType.Int8, x.Shape, Quantization.PerTensor(1, 0), default);
        var graph = new Graph([new Quantize(0, x, y)], [x], [y]);
        var request = new MeasurementRequest(new("large", "00", graph), BoardCatalog.Load("nucleo-l4r5zi"), new(), RunLimits.None);
        byte[] input = PseudoRandomInput.For(graph)[0];
        using NetworkRunner board = NetworkRunner.BootUntimed(FirmwareGenerator.Build(request.Model, request.Board, request.Options), request.Board, RunLimits.None);
        Assert.Equal(new Interpreter(graph).Run(input).ToArray(), board.Run([input]).Outputs[0]);
        Assert.Null(MemoryCheck.Run(request, [input]).Error);
    }

    /// <summary>The plan told that a buffer lies four bytes on, and that a stream keeps a row less: the first layer that goes there is named.</summary>
    [Fact]
    public void What_is_not_as_planned_is_reported_with_layer_and_tensor()
    {
        MeasurementRequest request = Request("zoo:resnet-8?width=0.25", OptimizationGoal.Memory);
        Firmware firmware = FirmwareGenerator.Build(request.Model, request.Board, request.Options);
        Plan plan = firmware.Plan;
        LayerStream stream = plan.Streams[0];
        string Error(Plan told) => MemoryCheck.Run(firmware with { Plan = told }, request, null, CancellationToken.None).Error ?? "nothing";

        PlannedBuffer moved = plan.Buffers.First(b => b.Name == plan.Layers[stream.Last].Writes);
        Assert.StartsWith($"{plan.Layers[stream.Last].Name} writes byte", Error(plan with { Buffers = plan.Buffers.Replace(moved, moved with { Offset = moved.Offset + 4 }) }), StringComparison.Ordinal);

        StreamedRows late = stream.Calls.First(c => c.KeptRow > 1 && c.FirstRow > c.KeptRow);
        LayerStream wrong = stream with { Calls = stream.Calls.Replace(late, late with { KeptRow = late.KeptRow - 1 }) };
        Assert.Matches("^layer_.* reads byte .* where row .* of layer_.* should lie: row .* is there", Error(plan with { Streams = plan.Streams.Replace(stream, wrong) }));
    }
}
