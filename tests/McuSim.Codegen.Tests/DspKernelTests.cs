using McuSim.Codegen;
using McuSim.Models;

namespace McuSim.Tests.Codegen;

/// <summary>The kernels for cores with DSP instructions: random layers within and beyond what they can compute, against the interpreter.</summary>
public class DspKernelTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public Task Random_layers_equal_the_interpreter(int seed)
    {
        var b = new GraphBuilder(seed);
        for (int i = 0; i < 12; i++)
        {
            DspLayers.Conv1x1(b);
            DspLayers.Conv(b);
            DspLayers.Conv3x3(b);
            DspLayers.Depthwise(b);
            DspLayers.FullyConnected(b);
            DspLayers.Pool(b);
        }

        Model model = b.Model("dsp_layers");
        var options = new BuildOptions(OptimizationGoal.Speed, WideWeights: true);
        Plan plan = FirmwarePlanner.Plan(model, HostProgram.M4, options);
        Assert.All(plan.Layers.Where(l => l.Macs >= 200 && l.OutputShape[-1] > 1), layer => Assert.EndsWith("_dsp", layer.Kernel, StringComparison.Ordinal));
        Assert.Contains(plan.Layers, l => l.Kernel == "conv_2d_winograd_wide_dsp");
        return HostProgram.AssertEqualsInterpreter(model, HostProgram.M4, options, HostProgram.RandomFrames(model.Graph, 6, seed));
    }

    /// <summary>A fully connected layer and a convolution each, alone in a network, with the kernels that need little scratch.</summary>
    [Theory]
    [InlineData(1, "fully_connected_direct_dsp")]
    [InlineData(2, "fully_connected_direct_dsp")]
    [InlineData(3, "fully_connected_quads_direct_dsp")]
    [InlineData(5, "fully_connected_quads_dsp")]
    [InlineData(4, "conv_2d_single_dsp")]
    public Task Kernels_of_little_scratch_equal_the_interpreter(int seed, string kernel)
    {
        var b = new GraphBuilder(seed);
        if (kernel.Contains("quads", StringComparison.Ordinal)) DspLayers.FullyConnected(b, batches: 3, inputs: 76, outputs: 24);
        else if (kernel.StartsWith('f')) DspLayers.FullyConnected(b);
        else DspLayers.Conv(b);
        Model model = b.Model("little_scratch");
        BuildOptions options = KernelTuning.Rounds(model, HostProgram.M4, new(OptimizationGoal.Memory)).Select(r => r.Options)
            .First(o => FirmwarePlanner.Plan(model, HostProgram.M4, o).Layers[0].Kernel == kernel);
        return HostProgram.AssertEqualsInterpreter(model, HostProgram.M4, options, HostProgram.RandomFrames(model.Graph, 6, seed));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public Task Groups_equal_the_interpreter(int seed)
    {
        var b = new GraphBuilder(seed);
        for (int i = 0; i < 12; i++) DspLayers.GroupedConv(b);
        Model model = b.Model("groups");
        Assert.InRange(FirmwarePlanner.Plan(model, HostProgram.M4, new()).Layers.Count(l => l.Kernel == "conv_2d_grouped_dsp"), 9, 12);
        return HostProgram.AssertEqualsInterpreter(model, HostProgram.M4, new(), HostProgram.RandomFrames(model.Graph, 6, seed));
    }

    /// <summary>Sums beyond 2^23: windows and rows in one segment or more, with rows that end in a part of a word.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public Task Sums_too_large_for_one_segment_equal_the_interpreter(int seed)
    {
        var b = new GraphBuilder(seed);
        for (int i = 0; i < 6; i++)
        {
            DspLayers.WideFullyConnected(b);
            DspLayers.WideConv(b);
        }

        Model model = b.Model("wide_layers");
        Plan plan = FirmwarePlanner.Plan(model, HostProgram.M4, new());
        Assert.All(plan.Layers, l => Assert.EndsWith("_wide_dsp", l.Kernel, StringComparison.Ordinal));
        List<byte[]> frames = HostProgram.RandomFrames(model.Graph, 4, seed);
        foreach (byte extreme in (byte[])[0x80, 0x7F]) frames.Add([.. Enumerable.Repeat(extreme, frames[0].Length)]);
        return HostProgram.AssertEqualsInterpreter(model, HostProgram.M4, new(), frames);
    }

    /// <summary>Convolutions with windows of three columns: Winograd's form with every amount of scratch, and columns that pixels share.</summary>
    [Fact]
    public async Task Convolutions_of_three_columns_equal_the_interpreter_with_every_kernel()
    {
        var b = new GraphBuilder(5);
        for (int i = 0; i < 3; i++) DspLayers.Conv3x3(b);
        DspLayers.Conv3x3(b, height: 21, width: 18, inputs: 24, outputs: 9);
        DspLayers.Conv3x3(b, height: 9, width: 31, inputs: 40, outputs: 42);
        Model model = b.Model("tiles");
        var tested = new HashSet<string>();
        foreach (TuningRound round in KernelTuning.Rounds(model, HostProgram.M4, new(OptimizationGoal.Speed)))
        {
            string[] kernels = [.. FirmwarePlanner.Plan(model, HostProgram.M4, round.Options).Layers.Select(l => l.Kernel).Where(k => k.Contains("winograd", StringComparison.Ordinal) || k == "conv_2d_shared_dsp")];
            if (kernels.All(tested.Contains)) continue;
            tested.UnionWith(kernels);
            await HostProgram.AssertEqualsInterpreter(model, HostProgram.M4, round.Options, HostProgram.RandomFrames(model.Graph, 2, 5));
        }

        string[] expected = ["conv_2d_shared_dsp", "conv_2d_winograd_dsp", "conv_2d_winograd_4_dsp", "conv_2d_winograd_8_dsp", "conv_2d_winograd_16_dsp"];
        Assert.All(expected, name => Assert.Contains(name, tested));
    }

    [Fact]
    public void Layers_beyond_the_proof_fall_back_to_plain_kernels()
    {
        var b = new GraphBuilder(1);
        Tensor input = b.Int8(Quantization.PerTensor(0.05f, -128), 1, 1, 1, 600);
        string KernelOf(float outputScale, sbyte even, sbyte odd, int outputs)
        {
            sbyte[] weights = [.. Enumerable.Range(0, outputs * 600).Select(k => k % 2 == 0 ? even : odd)];
            Tensor w = DspLayers.Constant(b, Quantization.PerTensor(0.01f, 0), weights, outputs, 1, 1, 600);
            Tensor output = b.Int8(Quantization.PerTensor(outputScale, 0), 1, 1, 1, outputs);
            Model model = new("one", "one", new Graph([new Conv2D(0, input, w, null, output, new(1, 1, 1, 1, 1, 1, 0, 0), Clamp.None)], [input], [output]));
            return FirmwarePlanner.Plan(model, HostProgram.M4, new()).Layers[0].Kernel;
        }

        Assert.Equal("conv_1x1_dsp", KernelOf(0.1f, 10, -20, 2));
        Assert.Equal("conv_2d", KernelOf(0.1f, 10, -20, 1)); // a pair needs two channels
        Assert.Equal("conv_2d", KernelOf(0.1f, -1, -128, 2)); // -1 - 256 * 128 does not fit a lane
        Assert.Equal("conv_2d_wide_dsp", KernelOf(0.1f, 60, 60, 2)); // 600 * 60 * 255 > 2^23
        Assert.Equal("conv_2d_wide_dsp", KernelOf(0.0009f, 10, -20, 2)); // a factor above one half
    }
}
