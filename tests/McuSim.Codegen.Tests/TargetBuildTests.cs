using McuSim.Boards;
using McuSim.Codegen;
using McuSim.Models;

namespace McuSim.Tests.Codegen;

/// <summary>Cross-compiling: without a warning (the compilation refuses any), for every kind of core, and the same bytes each time.</summary>
public class TargetBuildTests
{
    [Theory]
    [InlineData(CoreKind.CortexM0Plus)]
    [InlineData(CoreKind.CortexM3)]
    [InlineData(CoreKind.CortexM4)]
    [InlineData(CoreKind.CortexM7)]
    [InlineData(CoreKind.CortexM33)]
    public void All_kinds_of_layers_compile(CoreKind core)
    {
        using var cache = new TemporaryCache();
        Model model = RandomLayers.Network(seed: 5, rounds: 1);
        Firmware firmware = FirmwareGenerator.Build(model, TestBoards.With(core), new());
        Assert.True(File.Exists(firmware.ElfPath));
        Assert.False(firmware.FromCache);
        Assert.True(FirmwareGenerator.Build(model, TestBoards.With(core), new()).FromCache);
    }

    /// <summary>Baselines take every number at run time, so nothing may need to be known to the compiler.</summary>
    [Theory]
    [InlineData(CoreKind.CortexM0Plus, EngineStage.Reference)]
    [InlineData(CoreKind.CortexM4, EngineStage.Library)]
    public void All_kinds_of_layers_compile_as_baselines(CoreKind core, EngineStage stage)
    {
        using var cache = new TemporaryCache();
        Assert.NotNull(FirmwareGenerator.Build(RandomLayers.Network(seed: 5, rounds: 1), TestBoards.With(core), new() { Stage = stage }));
        Assert.NotNull(FirmwareGenerator.Build(ModelZoo.Build("zoo:resnet-8?width=0.25"), TestBoards.With(core), new() { Stage = stage }));
    }

    [Theory]
    [InlineData("kws_ref_int8")]
    [InlineData("mcunet-vww0")]
    public void Real_networks_compile(string name)
    {
        using var cache = new TemporaryCache();
        Model model = ModelReader.Read(SharedFolder.Require("models", name + ".tflite"));
        Firmware firmware = FirmwareGenerator.Build(model, TestBoards.With(CoreKind.CortexM7), new());
        Assert.StartsWith("arm-none-eabi-gcc", firmware.CompilerVersion, StringComparison.Ordinal);
    }

    [Fact]
    public void Equal_input_gives_equal_bytes()
    {
        Model model = RandomLayers.Network(seed: 6, rounds: 1);
        string Build()
        {
            using var cache = new TemporaryCache();
            return FirmwareGenerator.Build(model, TestBoards.With(CoreKind.CortexM4), new()).ElfSha256;
        }

        Assert.Equal(Build(), Build());
    }
}
