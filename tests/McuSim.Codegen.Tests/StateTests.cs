using McuSim.Boards;
using McuSim.Codegen;
using McuSim.Common;
using McuSim.Models;

namespace McuSim.Tests.Codegen;

/// <summary>Networks with variables: what an inference leaves for the next one.</summary>
public class StateTests
{
    [Theory]
    [InlineData(OptimizationGoal.Speed)]
    [InlineData(OptimizationGoal.Memory)]
    public async Task New_values_and_outputs_equal_the_interpreters(OptimizationGoal goal)
    {
        Model model = History();
        var options = new BuildOptions { Goal = goal };
        Assert.Empty(PlanProof.Errors(FirmwarePlanner.PlanNetwork(model, HostProgram.M4, options)));
        await HostProgram.AssertEqualsInterpreter(model, HostProgram.M4, options, HostProgram.RandomFrames(model.Graph, 3, 1));
    }

    [Theory]
    [InlineData(CoreKind.CortexM4, 1, 6, -11, 0)]
    [InlineData(CoreKind.CortexM0Plus, 2, 3, -13, 20_000)]
    [InlineData(CoreKind.CortexM7, 1, 1, -15, 0)]
    public Task An_lstm_equals_the_interpreter(CoreKind core, int batches, int steps, int cellPower, int clip)
    {
        const int Inputs = 7, Units = 5;
        var random = new Random(steps);
        int index = 0;
        Tensor New(ElementType type, float scale, int zeroPoint, byte[]? data, params int[] shape) =>
            new(index++, "", type, new([.. shape]), Quantization.PerTensor(scale, zeroPoint), data);
        byte[] Bytes(int count)
        {
            byte[] bytes = new byte[count];
            random.NextBytes(bytes);
            return bytes;
        }

        LstmGate Gate() => new(
            New(ElementType.Int8, 0.01f, 0, Bytes(Units * Inputs), Units, Inputs), New(ElementType.Int8, 0.013f, 0, Bytes(Units * Units), Units, Units),
            New(ElementType.Int32, 0.0005f, 0, [.. Enumerable.Range(0, Units).SelectMany(_ => BitConverter.GetBytes(random.Next(-4000, 4000)))], Units));
        (Tensor x, Tensor y) = (New(ElementType.Int8, 0.05f, 7, null, batches, steps, Inputs), New(ElementType.Int8, 1f / 100, -9, null, batches, steps, Units));
        (Tensor hidden, Tensor cell) = (New(ElementType.Int8, 1f / 100, -9, null, batches, Units), New(ElementType.Int16, MathF.ScaleB(1, cellPower), 0, null, batches, Units));
        var graph = new Graph([new Lstm(0, x, y, hidden, cell, [Gate(), Gate(), Gate(), Gate()], clip)], [x], [y])
        {
            States = [new(hidden, Bytes(batches * Units)), new(cell, Bytes(2 * batches * Units))],
        };
        return HostProgram.AssertEqualsInterpreter(new("lstm", "00", graph), new(core, FpuKind.None, 1), new(), HostProgram.RandomFrames(graph, 6, steps));
    }

    [Fact]
    public void A_variable_is_stored_as_soon_as_nothing_reads_its_old_value()
    {
        Plan plan = FirmwarePlanner.Plan(History(), HostProgram.M4, new());
        Assert.Equal(["CONCATENATION", "STRIDED_SLICE", "ASSIGN_VARIABLE", "RELU"], plan.Layers.Select(l => l.OperatorName));
        PlannedBuffer state = Assert.Single(plan.Buffers, b => b.Name == "state_0");
        Assert.Equal((-1, plan.Layers.Length), (state.FirstLayer, state.LastLayer));
    }

    [Fact]
    public void Variables_that_exchange_their_values_are_refused()
    {
        (Tensor x, Tensor a, Tensor b, Tensor all) = (Int8(0, 1, 4), Int8(1, 1, 4), Int8(2, 1, 4), Int8(3, 1, 12));
        var graph = new Graph([new Concatenation(0, [x, a, b], all, 1), new StoreState(1, a, b), new StoreState(2, b, a)], [x], [all])
        {
            States = [new(a, new byte[4]), new(b, new byte[4])],
        };
        McuSimException error = Assert.Throws<McuSimException>(() => FirmwarePlanner.Plan(new("swap", "00", graph), HostProgram.M4, new()));
        Assert.Equal("Operator 1 (ASSIGN_VARIABLE) exchanges its value with another variable's; assign a copy.", error.Message);
    }

    /// <summary>Keeps the last two of its inputs; its last operator does not read them.</summary>
    internal static Model History()
    {
        (Tensor x, Tensor history, Tensor all, Tensor latest, Tensor y) = (Int8(0, 1, 1, 1, 8), Int8(1, 1, 2, 1, 8), Int8(2, 1, 3, 1, 8), Int8(3, 1, 2, 1, 8), Int8(4, 1, 3, 1, 8));
        var graph = new Graph(
            [
                new Concatenation(0, [history, x], all, 1), new Slice(1, all, latest, [0, 1, 0, 0], [1, 1, 1, 1], [1, 2, 1, 8]),
                new Relu(2, "RELU", all, y, new(0, 127)), new StoreState(3, latest, history),
            ],
            [x], [y])
        {
            States = [new(history, Enumerable.Range(1, 16).Select(i => (byte)i).ToArray())],
        };
        return new("history", "00", graph);
    }

    private static Tensor Int8(int index, params int[] shape) => new(index, $"t{index}", ElementType.Int8, new([.. shape]), Quantization.PerTensor(0.5f, 0), default);
}
