using McuSim.Boards;
using McuSim.Codegen;
using McuSim.Models;

namespace McuSim.Tests.Codegen;

/// <summary>Generated code, compiled for this machine under the address and undefined-behaviour sanitisers, against the interpreter.</summary>
public class HostEqualityTests
{
    public static TheoryData<string> Networks =>
        ["ad01_int8", "ic_resnet_int8", "imagenet_mobilenetv1_0.25_128_int8", "kws_ref_int8", "mcunet-vww0", "vww_96_int8", "imagenet_mcunetv2_224_int8"];

    [Theory]
    [InlineData(1, CoreKind.CortexM4)]
    [InlineData(2, CoreKind.CortexM0Plus)]
    [InlineData(3, CoreKind.CortexM3)]
    public Task Random_layers_equal_the_interpreter(int seed, CoreKind core)
    {
        Model model = RandomLayers.Network(seed, rounds: 4);
        return HostProgram.AssertEqualsInterpreter(
            model, new(core, FpuKind.None, 1), new(), HostProgram.RandomFrames(model.Graph, 8, seed));
    }

    /// <summary>The least memory: layers stream wherever it saves bytes.</summary>
    [Theory]
    [InlineData(21, CoreKind.CortexM4)]
    [InlineData(22, CoreKind.CortexM4)]
    [InlineData(23, CoreKind.CortexM0Plus)]
    public async Task Streams_equal_the_interpreter(int seed, CoreKind core)
    {
        var description = new CoreDescription(core, FpuKind.None, 1);
        var options = new BuildOptions(OptimizationGoal.Memory);
        Model[] models = [.. Enumerable.Range(0, 4).Select(i => RandomStreams.Create((seed * 100) + i))];
        Assert.True(models.Count(m => !FirmwarePlanner.Plan(m, description, options).Streams.IsEmpty) >= 3, "few of the networks stream");
        foreach (Model model in models) await HostProgram.AssertEqualsInterpreter(model, description, options, HostProgram.RandomFrames(model.Graph, 2, seed));
    }

    /// <summary>A product with one value for each channel does not end a stream.</summary>
    [Theory]
    [InlineData(31, CoreKind.CortexM4)]
    [InlineData(32, CoreKind.CortexM0Plus)]
    public Task Streams_through_squeeze_and_excite_equal_the_interpreter(int seed, CoreKind core)
    {
        var description = new CoreDescription(core, FpuKind.None, 1);
        var options = new BuildOptions(OptimizationGoal.Memory);
        Model model = RandomStreams.Excited(seed);
        PlannedNetwork network = FirmwarePlanner.PlanNetwork(model, description, options);
        Layer[] products = [.. network.Plan.Layers.Where(l => l.OperatorName == "MUL")];
        Assert.All(products, l => Assert.Contains(network.Plan.Streams, s => s.First <= l.Position && l.Position <= s.Last));
        Assert.Empty(PlanProof.Errors(network));
        return HostProgram.AssertEqualsInterpreter(model, description, options, HostProgram.RandomFrames(model.Graph, 2, seed));
    }

    [Theory]
    [InlineData(11, 12)]
    [InlineData(12, 25)]
    [InlineData(13, 40)]
    public Task Random_networks_equal_the_interpreter(int seed, int operators)
    {
        Model model = RandomNetworks.Create(seed, operators);
        return HostProgram.AssertEqualsInterpreter(model, HostProgram.M7, new(), HostProgram.RandomFrames(model.Graph, 4, seed));
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public Task Real_networks_equal_the_interpreter(string name)
    {
        Model model = ModelReader.Read(SharedFolder.Require("models", name + ".tflite"));
        return HostProgram.AssertEqualsInterpreter(model, HostProgram.M4, new(), HostProgram.RandomFrames(model.Graph, 2, 1), sanitize: false);
    }

    [Theory]
    [InlineData("ic_resnet_int8")]
    [InlineData("mcunet-vww0")]
    [InlineData("vww_96_int8")]
    public Task Real_networks_in_the_least_memory_equal_the_interpreter(string name)
    {
        Model model = ModelReader.Read(SharedFolder.Require("models", name + ".tflite"));
        return HostProgram.AssertEqualsInterpreter(
            model, HostProgram.M4, new(OptimizationGoal.Memory), HostProgram.RandomFrames(model.Graph, 1, 1), sanitize: false);
    }
}
