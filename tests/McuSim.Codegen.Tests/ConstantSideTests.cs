using McuSim.Boards;
using McuSim.Codegen;
using McuSim.Models;

namespace McuSim.Tests.Codegen;

/// <summary>ADD, SUB and MUL of a constant: one number becomes a table, one per channel a linear form; run on every byte.</summary>
public class ConstantSideTests
{
    private const int Values = 256, Channels = 7, Layers = 18;

    [Theory]
    [InlineData(1, CoreKind.CortexM4)]
    [InlineData(2, CoreKind.CortexM0Plus)]
    public Task Every_value_equals_the_interpreter(int seed, CoreKind kind)
    {
        var b = new GraphBuilder(seed);
        for (int i = 0; i < Layers; i++) Add(b, i);
        Model model = b.Model("constants");
        var core = new CoreDescription(kind, FpuKind.None, 1);
        Plan plan = FirmwarePlanner.Plan(model, core, new());
        Assert.Equal(Layers / 3, plan.Layers.Count(l => l.Kernel == "lookup_table"));
        Assert.InRange(plan.Layers.Count(l => l.Kernel == "channel_linear"), 10, Layers * 2 / 3);
        byte[] frame = [.. Enumerable.Range(0, Layers * Values * Channels).Select(i => (byte)(i / Channels))];
        return HostProgram.AssertEqualsInterpreter(model, core, new(), [frame]);
    }

    /// <summary>Every kind, with the constant on either side, of one number or one per channel; also with a ReLU.</summary>
    private static void Add(GraphBuilder b, int number)
    {
        int[] shape = [1, 2, Values / 2, Channels];
        Tensor input = b.Input(b.Int8(shape));
        int[] constantShape = number % 3 == 0 ? [1] : number % 3 == 1 ? [Channels] : [1, 1, 1, Channels];
        Tensor constant = b.ConstantInt8(Quantization.PerTensor(b.Scale(), b.Between(-128, 127)), constantShape);
        var kind = (ElementwiseKind)(number / 3 % 3);
        float scale = kind == ElementwiseKind.Mul ? input.Scale * constant.Scale * 60 : (input.Scale + constant.Scale) * 0.7f;
        Tensor output = b.Int8(Quantization.PerTensor(scale, number % 5 == 0 ? -128 : b.Between(-60, 60)), shape);
        (Tensor left, Tensor right) = b.Random.Next(2) == 0 ? (input, constant) : (constant, input);
        b.Add(new Elementwise(b.NextIndex, kind, left, right, output, b.Clamp(output)));
    }
}
