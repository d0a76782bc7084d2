using McuSim.Boards;
using McuSim.Codegen;
using McuSim.Models;

namespace McuSim.Tests.Codegen;

/// <summary>ADD and SUB as a linear form, run on every pair of bytes.</summary>
public class LinearAddTests
{
    private const int Pairs = 256 * 256;

    [Theory]
    [InlineData(1, CoreKind.CortexM4, "add_dsp", 12)]
    [InlineData(2, CoreKind.CortexM0Plus, "add_linear", 6)]
    public Task Every_pair_equals_the_interpreter(int seed, CoreKind kind, string kernel, int atLeast)
    {
        var b = new GraphBuilder(seed);
        for (int i = 0; i < 14; i++) Add(b, i);
        Model model = b.Model("additions");
        var core = new CoreDescription(kind, FpuKind.None, 1);
        Assert.InRange(FirmwarePlanner.Plan(model, core, new()).Layers.Count(l => l.Kernel == kernel), atLeast, 14);
        var frame = new byte[2 * Pairs * 14];
        for (int i = 0; i < frame.Length; i++) frame[i] = (byte)(i / Pairs % 2 == 0 ? i >> 8 : i);
        return HostProgram.AssertEqualsInterpreter(model, core, new(), [frame]);
    }

    /// <summary>Also equal scales, a ReLU, and a side that hardly counts.</summary>
    private static void Add(GraphBuilder b, int number)
    {
        Tensor left = b.Input(b.Int8(1, 1, 1, Pairs));
        Quantization other = Quantization.PerTensor(number == 0 ? left.Scale : number == 1 ? left.Scale / 200 : b.Scale(), b.Between(-128, 127));
        Tensor right = b.Input(b.Int8(other, 1, 1, 1, Pairs));
        bool relu = number % 3 == 0;
        Tensor output = b.Int8(Quantization.PerTensor((left.Scale + right.Scale) * (0.3f + b.Random.NextSingle()), relu ? -128 : b.Between(-128, 127)), 1, 1, 1, Pairs);
        b.Add(new Elementwise(b.NextIndex, number % 4 == 1 ? ElementwiseKind.Sub : ElementwiseKind.Add, left, right, output, b.Clamp(output)));
    }
}
