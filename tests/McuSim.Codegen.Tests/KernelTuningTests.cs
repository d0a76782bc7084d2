using System.Collections.Immutable;

using McuSim.Codegen;
using McuSim.Models;

namespace McuSim.Tests.Codegen;

/// <summary>What measurements change about the choice of kernels.</summary>
public class KernelTuningTests
{
    [Fact]
    public void Rounds_take_every_layer_through_its_kernels()
    {
        Model model = Convolutions();
        ImmutableArray<TuningRound> rounds = KernelTuning.Rounds(model, HostProgram.M4, new(OptimizationGoal.Speed, WideWeights: true));
        string[] kernels = [.. rounds.Select(r => FirmwarePlanner.Plan(model, HostProgram.M4, r.Options).Layers[0].Kernel)];
        Assert.Contains("conv_2d_winograd_wide_dsp", kernels);
        Assert.Contains("conv_2d_winograd_dsp", kernels);
        Assert.Contains("conv_2d_dsp", kernels);
        Assert.Contains("conv_2d", kernels);
    }

    [Fact]
    public void Layers_of_one_shape_have_one_key()
    {
        TuningRound round = KernelTuning.Rounds(Convolutions(), HostProgram.M4, new(OptimizationGoal.Speed))[0];
        Assert.Equal(round.Keys[0], round.Keys[1]);
        Assert.NotEqual(round.Keys[0], round.Keys[2]);
    }

    [Theory]
    [InlineData(1.5, "conv_2d")] // measured much faster than its estimate
    [InlineData(1.01, "conv_2d_dsp")] // within what the place of code in flash changes
    public void The_kernel_measured_fastest_is_taken(double lead, string expected)
    {
        Model model = Convolutions();
        var options = new BuildOptions(OptimizationGoal.Speed);
        var cycles = new Dictionary<string, long>();
        foreach (TuningRound round in KernelTuning.Rounds(model, HostProgram.M4, options))
        {
            foreach ((string key, Layer layer) in round.Keys.Zip(FirmwarePlanner.Plan(model, HostProgram.M4, round.Options).Layers))
                cycles[key] = layer.Kernel == "conv_2d" ? 100_000 : (long)(100_000 * lead);
        }

        BuildOptions tuned = options with { Costs = new(cycles.ToImmutableSortedDictionary(StringComparer.Ordinal)) };
        Assert.Equal(expected, FirmwarePlanner.Plan(model, HostProgram.M4, tuned).Layers[0].Kernel);
        Assert.All(KernelTuning.Winners(model, HostProgram.M4, tuned), w => Assert.Equal(expected, w.Kernel));
    }

    /// <summary>Two 3x3 convolutions of one shape and one of another.</summary>
    private static Model Convolutions()
    {
        var b = new GraphBuilder(3);
        foreach (int outputs in (int[])[8, 8, 12])
        {
            Tensor input = b.Input(b.Int8(Quantization.PerTensor(0.05f, -128), 1, 6, 6, 8));
            Tensor output = b.Int8(Quantization.PerTensor(0.2f, -128), 1, 6, 6, outputs);
            sbyte[] weights = [.. Enumerable.Range(0, outputs * 72).Select(k => (sbyte)((k % 5) - 2))];
            Tensor filter = DspLayers.Constant(b, Quantization.PerTensor(0.01f, 0), weights, outputs, 3, 3, 8);
            b.Add(new Conv2D(b.NextIndex, input, filter, null, output, new(3, 3, 1, 1, 1, 1, 1, 1), Clamp.None));
        }

        return b.Model("convolutions");
    }
}
