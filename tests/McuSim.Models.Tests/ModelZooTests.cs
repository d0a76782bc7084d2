using System.Globalization;
using McuSim.Common;
using McuSim.Models;

namespace McuSim.Tests.Models;

public class ModelZooTests
{
    public static TheoryData<string> Small => [.. ModelZoo.Entries.Where(entry => entry.Outline().Macs < 15_000_000).Select(entry => entry.Name)];

    /// <summary>
    /// Trainable parameters: weights, two numbers per channel of a batch normalisation, and the classifier's bias. Sources: torchvision's
    /// <c>num_params</c> (mobilenet_v2, mnasnet*, shufflenet_v2_*, resnet18); timm's table for efficientnet_lite0; Keras applications' totals less
    /// the moving averages for MobileNet (4,231,976 of 4,253,864; width 0.25: 470,072 of 475,544).
    /// </summary>
    [Theory]
    [InlineData("mobilenet-v1", 4_231_976)]
    [InlineData("mobilenet-v1?width=0.25", 470_072)]
    [InlineData("mobilenet-v2", 3_504_872)]
    [InlineData("mnasnet", 4_383_312)]
    [InlineData("mnasnet?width=0.5", 2_218_512)]
    [InlineData("mnasnet?width=0.75", 3_170_208)]
    [InlineData("mnasnet?width=1.3", 6_282_256)]
    [InlineData("efficientnet-lite0", 4_652_008)]
    [InlineData("shufflenet-v2?width=0.5", 1_366_792)]
    [InlineData("shufflenet-v2", 2_278_604)]
    [InlineData("shufflenet-v2?width=1.5", 3_503_624)]
    [InlineData("shufflenet-v2?width=2", 7_393_996)]
    [InlineData("resnet-18", 11_689_512)]
    public void Trainable_parameters_are_the_published_ones(string name, long published)
    {
        Graph graph = ModelZoo.Outline("zoo:" + name);
        long classes = graph.Outputs[0].Shape.ElementCount;
        Assert.Equal(published, graph.WeightCount + (2 * (graph.ParameterCount - graph.WeightCount - classes)) + classes);
    }

    /// <summary>
    /// The same where only convolutions of images are followed by a batch normalisation, or none are: torchvision's <c>num_params</c> of
    /// mobilenet_v3_large, mobilenet_v3_small and squeezenet1_1.
    /// </summary>
    [Theory]
    [InlineData("mobilenet-v3-large", true, 5_483_032)]
    [InlineData("mobilenet-v3-small", true, 2_542_856)]
    [InlineData("squeezenet", false, 1_235_496)]
    public void Parameters_are_the_published_ones(string name, bool normalised, long published)
    {
        Graph graph = ModelZoo.Outline("zoo:" + name);
        long channels = graph.Operators.Where(o => o is Conv2D or DepthwiseConv2D && o.Output.Shape[1] > 1).Sum(o => (long)o.Output.Shape[3]);
        Assert.Equal(published, graph.ParameterCount + (normalised ? channels : 0));
    }

    /// <summary>
    /// Millions of multiply-accumulates as the papers round them: MobileNets table 4 and 6, MobileNetV2 table 4, MnasNet-B1 (table 1), ShuffleNet
    /// table 2 (1x, g = 3: 137; g = 8 140), ShuffleNet V2 table 8, torchvision for ResNet-18 (1.814 G) and ShuffleNet V2 0.5x (0.04 G), MobileNetV3 (0.217, 0.057 G) and
    /// SqueezeNet 1.1 (0.349 G), ProxylessNAS mobile (320).
    /// </summary>
    [Theory]
    [InlineData("mobilenet-v1", 569)]
    [InlineData("mobilenet-v1?width=0.25", 41)]
    [InlineData("mobilenet-v1?width=0.25&resolution=128", 14)]
    [InlineData("mobilenet-v2", 301)]
    [InlineData("mobilenet-v2?width=0.35", 59)]
    [InlineData("mobilenet-v3-large", 217)]
    [InlineData("mobilenet-v3-small", 57)]
    [InlineData("squeezenet", 349)]
    [InlineData("proxylessnas", 320)]
    [InlineData("mnasnet", 314)]
    [InlineData("shufflenet-v1", 137)]
    [InlineData("shufflenet-v2", 145)]
    [InlineData("shufflenet-v2?width=0.5", 40)]
    [InlineData("resnet-18", 1814)]
    [InlineData("ds-cnn-s", 3)]
    [InlineData("ds-cnn-m", 10)]
    [InlineData("ds-cnn-l", 28)]
    public void Macs_are_the_published_ones(string name, double millions) =>
        Assert.Equal(millions, Math.Round(ModelZoo.Outline("zoo:" + name).Macs / 1e6));

    /// <summary>Sources: mit-han-lab/mcunet assets/configs (commit 8326da69), summed by TinyEngine's own scheduler.</summary>
    [Theory]
    [InlineData("mcunet-in0", 6_364_224, 735_176)]
    [InlineData("mcunet-in1", 12_790_096, 623_216)]
    [InlineData("mcunet-in2", 67_287_200, 712_904)]
    [InlineData("mcunet-in3", 81_785_520, 721_032)]
    [InlineData("mcunet-in4", 125_874_400, 1_710_232)]
    [InlineData("mcunet-vww0", 5_958_400, 358_744)]
    [InlineData("mcunet-vww1", 11_578_816, 420_520)]
    [InlineData("mcunet-vww2", 55_771_280, 621_032)]
    [InlineData("mbv2-w0.3-r64", 4_542_080, 621_776)]
    [InlineData("mbv2-w0.35-r144", 23_499_152, 736_864)]
    [InlineData("proxyless-w0.3-r64", 5_186_432, 741_680)]
    [InlineData("proxyless-w0.3-r176", 38_282_216, 741_680)]
    [InlineData("proxylessnas?width=0.3&resolution=64", 5_186_432, 741_680)]
    public void Mcunet_networks_have_the_published_macs_and_weights(string name, long macs, long weights)
    {
        Graph graph = ModelZoo.Outline("zoo:" + name);
        Assert.Equal((macs, weights), (graph.Macs, graph.WeightCount));
    }

    [Theory]
    [InlineData("mlperf-kws", "kws_ref_int8")]
    [InlineData("mlperf-vww", "vww_96_int8")]
    [InlineData("resnet-8", "ic_resnet_int8")]
    [InlineData("mlperf-ad", "ad01_int8")]
    [InlineData("mcunet-vww0", "mcunet-vww0")]
    [InlineData("mobilenet-v1?width=0.25&resolution=128", "imagenet_mobilenetv1_0.25_128_int8")]
    public void A_network_has_the_macs_and_weights_of_the_published_file(string name, string file)
    {
        Graph published = ModelReader.Read(SharedFolder.Require("models", file + ".tflite")).Graph;
        Graph graph = ModelZoo.Outline("zoo:" + name);
        Assert.Equal((published.Macs, published.WeightCount), (graph.Macs, graph.WeightCount));
    }

    [Theory]
    [MemberData(nameof(Small))]
    public void Activations_spread_over_the_int8_range(string name)
    {
        Model model = ModelZoo.Build("zoo:" + name);
        Assert.False(model.HasTrainedWeights);
        var interpreter = new Interpreter(model.Graph);
        byte[] input = new byte[model.Graph.Inputs[0].ByteCount];
        new SeededRandom(9).Fill(input);
        interpreter.Run(input);
        foreach (Operator step in model.Graph.Operators.Where(step => step.Output.ByteCount > 200 && step is not Softmax))
        {
            sbyte[] values = [.. interpreter.Value(step.Output).ToArray().Select(b => (sbyte)b)];
            Assert.True(values.Max() - values.Min() > 100, $"{step.Name} {step.Index}: {values.Min()} to {values.Max()}");
            Assert.True(values.Count(v => v is -128 or 127) < 0.75 * values.Length, $"{step.Name} {step.Index} is saturated");
        }
    }

    [Theory]
    [MemberData(nameof(Small))]
    public void A_network_reads_back_equal(string name)
    {
        Model model = ModelZoo.Build("zoo:" + name);
        GraphAssert.Same(model.Graph, ModelReader.Read(name, ModelWriter.Write(model.Graph)).Graph);
    }

    [Theory]
    [InlineData(0.25, 3)]
    [InlineData(0.3, 8)]
    [InlineData(0.1, 4)]
    public void Groups_divide_the_channels_of_any_width(double width, int groups)
    {
        Model model = ModelZoo.Build(string.Create(CultureInfo.InvariantCulture, $"zoo:shufflenet-v1?width={width}&groups={groups}&resolution=32"));
        Assert.All(model.Graph.Operators.OfType<Conv2D>(), c => Assert.Equal((0, 0), (c.Input.Shape[3] % c.Groups, c.Output.Shape[3] % c.Groups)));
    }

    [Fact]
    public void A_name_gives_the_same_bytes_and_its_default_parameters_do_not_count()
    {
        Model plain = ModelZoo.Build("zoo:mlperf-vww");
        Model written = ModelZoo.Build("ZOO:MLPerf-VWW?classes=2,width=0.25");
        Assert.Equal((plain.Sha256, plain.Name), (written.Sha256, written.Name));
        Assert.Equal("mlperf-vww?resolution=32", ModelZoo.Build("zoo:mlperf-vww?resolution=32").Name);
    }

    [Theory]
    [InlineData("zoo:", "there is no network ''")]
    [InlineData("zoo:mobilnet-v2", "did you mean 'mobilenet-v2'?")]
    [InlineData("zoo:mobilenet-v2?widht=1", "did you mean 'width'? It takes width, resolution, classes.")]
    [InlineData("zoo:mobilenet-v2?width", "give one of 0.05 to 2")]
    [InlineData("zoo:mobilenet-v2?width=nan", "give one of 0.05 to 2")]
    [InlineData("zoo:mobilenet-v2?resolution=99999", "give a whole number of 16 to 512")]
    [InlineData("zoo:mobilenet-v2?resolution=50.5", "give a whole number")]
    [InlineData("zoo:shufflenet-v2?width=0.75", "give one of 0.5, 1, 1.5, 2")]
    [InlineData("zoo:mlperf-ad?width=1", "mlperf-ad has no parameter 'width': It takes none")]
    public void An_unknown_name_says_what_is_known(string name, string sentence)
    {
        McuSimException error = Assert.Throws<McuSimException>(() => ModelZoo.Build(name));
        Assert.Equal(ExitCode.BadInput, error.ExitCode);
        Assert.Contains(sentence, error.Message, StringComparison.Ordinal);
    }
}
