using McuSim.Boards;
using McuSim.Codegen;
using McuSim.Models;

namespace McuSim.Tests.Codegen;

/// <summary>The kernels for cores without DSP instructions, each on every layer that it can compute, against the interpreter.</summary>
public class PlainKernelTests
{
    private static readonly CoreDescription M3 = new(CoreKind.CortexM3, FpuKind.None, 1);

    [Fact]
    public async Task Every_kernel_equals_the_interpreter()
    {
        const int Seed = 1;
        var b = new GraphBuilder(Seed);
        for (int i = 0; i < 8; i++)
        {
            DspLayers.Depthwise(b);
            RandomLayers.Depthwise(b);
            DspLayers.DepthwisePixel(b);
            DspLayers.FullyConnected(b);
            RandomLayers.Pool(b);
            DspLayers.Pool(b);
        }

        Model model = b.Model("plain_layers");
        string[] expected = ["depthwise_blocks", "depthwise_channels", "fully_connected_quads", "pool_2d_blocks"];
        var tested = new HashSet<string>();
        foreach (TuningRound round in KernelTuning.Rounds(model, M3, new(OptimizationGoal.Speed)))
        {
            string[] kernels = [.. FirmwarePlanner.Plan(model, M3, round.Options).Layers.Select(l => l.Kernel).Where(expected.Contains)];
            if (kernels.All(tested.Contains)) continue;
            tested.UnionWith(kernels);
            await HostProgram.AssertEqualsInterpreter(model, M3, round.Options, HostProgram.RandomFrames(model.Graph, 4, Seed));
        }

        Assert.All(expected, name => Assert.Contains(name, tested));
    }

    /// <summary>A channel's filters share one copy of its plane, and what pads a window beyond the image is left out.</summary>
    [Theory]
    [InlineData(CoreKind.CortexM0Plus)]
    [InlineData(CoreKind.CortexM3)]
    public Task Filters_of_one_channel_equal_the_interpreter(CoreKind core)
    {
        var b = new GraphBuilder(3);
        foreach (int multiplier in (int[])[2, 8])
        {
            Tensor input = b.Input(b.Int8(1, 7, 9, 4)), output = b.Int8(1, 7, 9, 4 * multiplier);
            Tensor weights = b.Weights(3, input.Scale, output.Scale, 9, 1, 3, 3, 4 * multiplier);
            b.Add(new DepthwiseConv2D(b.NextIndex, input, weights, b.Bias(4 * multiplier), output, new(3, 3, 1, 1, 1, 1, 1, 1), b.Clamp(output)));
        }

        Model model = b.Model("filters");
        var description = new CoreDescription(core, FpuKind.None, 1);
        Assert.All(FirmwarePlanner.Plan(model, description, new()).Layers, l => Assert.Equal("depthwise_blocks", l.Kernel));
        return HostProgram.AssertEqualsInterpreter(model, description, new(), HostProgram.RandomFrames(model.Graph, 4, 3));
    }
}
