using McuSim.Boards;
using McuSim.Codegen;
using McuSim.Models;

namespace McuSim.Tests.Codegen;

/// <summary>Flash that constants take beside the weights, where memory matters: at most 3 % of the int8 weights, and 12 bytes per output channel.</summary>
public class ConstantsTests
{
    [Theory]
    [InlineData("zoo:mlperf-kws")]
    [InlineData("zoo:resnet-8")]
    [InlineData("zoo:mlperf-ad")]
    [InlineData("zoo:mlperf-vww")]
    [InlineData("zoo:mcunet-vww0")]
    [InlineData("zoo:mcunet-vww1")]
    [InlineData("zoo:mcunet-in0")]
    [InlineData("zoo:mbv2-w0.3-r64")]
    [InlineData("zoo:proxyless-w0.3-r64")]
    [InlineData("zoo:mnasnet?width=0.35&resolution=64")]
    [InlineData("zoo:shufflenet-v2?width=0.5&resolution=64")]
    public void Constants_of_the_zoo_keep_the_limit(string network) => AssertWithin(ModelZoo.Build(network));

    [Theory]
    [InlineData("kws_ref_int8")]
    [InlineData("ic_resnet_int8")]
    [InlineData("vww_96_int8")]
    [InlineData("ad01_int8")]
    [InlineData("mcunet-vww0")]
    [InlineData("imagenet_mobilenetv1_0.25_128_int8")]
    [InlineData("imagenet_mcunetv2_224_int8")]
    public void Constants_of_published_networks_keep_the_limit(string network) =>
        AssertWithin(ModelReader.Read(SharedFolder.Require("models", network + ".tflite")));

    private static void AssertWithin(Model model)
    {
        long weights = 0, channels = 0;
        foreach (Operator op in model.Graph.Operators)
        {
            Tensor? of = op switch { Conv2D c => c.Weights, DepthwiseConv2D d => d.Weights, FullyConnected f => f.Weights, _ => null };
            if (of is null) continue;
            weights += of.ByteCount;
            channels += op.Output.Shape[-1];
        }

        foreach (CoreKind core in (CoreKind[])[CoreKind.CortexM0Plus, CoreKind.CortexM4, CoreKind.CortexM7])
        {
            foreach (OptimizationGoal goal in (OptimizationGoal[])[OptimizationGoal.Balanced, OptimizationGoal.Memory])
            {
                Plan plan = FirmwarePlanner.Plan(model, new(core, FpuKind.None, 1), new(goal, PruneChannels: false));
                Assert.InRange(plan.Layers.Sum(l => (long)l.ConstantBytes), weights, (long)(weights * 1.03) + (12 * channels));
            }
        }
    }
}
