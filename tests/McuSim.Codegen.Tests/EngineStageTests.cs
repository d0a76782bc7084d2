using McuSim.Boards;
using McuSim.Codegen;
using McuSim.Models;

namespace McuSim.Tests.Codegen;

/// <summary>Every stage of the engine computes the same, and each only takes what its description allows.</summary>
public class EngineStageTests
{
    [Theory]
    [InlineData(EngineStage.Reference, CoreKind.CortexM4)]
    [InlineData(EngineStage.Library, CoreKind.CortexM4)]
    [InlineData(EngineStage.Library, CoreKind.CortexM0Plus)]
    [InlineData(EngineStage.NetworkIm2col, CoreKind.CortexM7)]
    [InlineData(EngineStage.InPlace, CoreKind.CortexM4)]
    public Task Random_networks_equal_the_interpreter_at_every_stage(EngineStage stage, CoreKind core)
    {
        Model model = RandomNetworks.Create(40 + (int)stage, 20);
        return HostProgram.AssertEqualsInterpreter(
            model, new(core, FpuKind.None, 1), new BuildOptions { Stage = stage }, HostProgram.RandomFrames(model.Graph, 3, 7));
    }

    [Fact]
    public void Stages_take_less_and_less_memory()
    {
        int[] arenas = [.. new[] { EngineStage.Specialised, EngineStage.InPlace, EngineStage.Overlapped, EngineStage.Streamed }
            .Select(stage => FirmwarePlanner.Plan(ModelZoo.Build("zoo:mcunet-vww0"), HostProgram.M7, new(OptimizationGoal.Memory) { Stage = stage }).ArenaBytes)];

        Assert.Equal(arenas.OrderDescending(), arenas);
        Assert.InRange(arenas[^1], 1, arenas[0] / 2);
    }

    /// <summary>What the stages choose by: estimates of cycles never rise before streams trade them for memory.</summary>
    [Theory]
    [InlineData("zoo:mlperf-kws")]
    [InlineData("zoo:mcunet-vww0")]
    [InlineData("zoo:resnet-8")]
    public void Stages_before_streams_take_no_slower_kernels_for_memory(string network)
    {
        Model model = ModelZoo.Build(network);
        string[][] kernels = [.. new[] { EngineStage.Specialised, EngineStage.InPlace, EngineStage.Overlapped }
            .Select(stage => FirmwarePlanner.Plan(model, HostProgram.M7, new(OptimizationGoal.Memory, PruneChannels: false) { Stage = stage }).Layers.Select(l => l.Kernel).ToArray())];

        Assert.Equal(kernels[0], kernels[1]);
        Assert.Equal(kernels[0], kernels[2]);
    }

    [Fact]
    public void Baselines_use_neither_the_engines_kernels_nor_overlaps()
    {
        Plan plan = FirmwarePlanner.Plan(BuiltInModels.KeywordSpotting, HostProgram.M7, new() { Stage = EngineStage.Library });

        Assert.Contains(plan.Layers, layer => layer.Kernel == "conv_2d_im2col");
        Assert.Contains(plan.Layers, layer => layer.Kernel == "depthwise_conv_2d_im2col");
        Assert.Contains(plan.Layers, layer => layer.Kernel == "fully_connected_pairs");
        Assert.DoesNotContain(plan.Layers, layer => layer.Kernel.EndsWith("_dsp", StringComparison.Ordinal));
        Assert.All(plan.Buffers, buffer => Assert.Null(buffer.InPlaceOf));
    }
}
