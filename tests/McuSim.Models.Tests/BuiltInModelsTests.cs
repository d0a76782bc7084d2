using McuSim.Models;

namespace McuSim.Tests.Models;

public class BuiltInModelsTests
{
    [Fact]
    public void The_keyword_network_has_the_published_topology()
    {
        Graph graph = BuiltInModels.KeywordSpotting.Graph;
        Assert.Equal(
            ["CONV_2D", "DEPTHWISE_CONV_2D", "CONV_2D", "DEPTHWISE_CONV_2D", "CONV_2D", "DEPTHWISE_CONV_2D", "CONV_2D", "DEPTHWISE_CONV_2D", "CONV_2D",
                "AVERAGE_POOL_2D", "RESHAPE", "FULLY_CONNECTED", "SOFTMAX"],
            graph.Operators.Select(step => step.Name));
        Assert.Equal(2_656_768, graph.Macs);
        Assert.True(BuiltInModels.KeywordSpotting.HasTrainedWeights);
        Assert.Equal("1x25x5x64", graph.Operators[8].Output.Shape.ToString());
    }

    [Fact]
    public void The_keyword_network_never_changes() =>
        Assert.StartsWith("9f114ac504ed00fe0c4bfe693d20001f0b2bf9bf27373075e4", BuiltInModels.KeywordSpotting.Sha256);

    [Fact]
    public void Activations_with_seeded_weights_spread_over_the_int8_range()
    {
        var interpreter = new Interpreter(ModelZoo.Build("zoo:mlperf-kws").Graph);
        byte[] input = new byte[490];
        new SeededRandom(9).Fill(input);
        interpreter.Run(input);
        foreach (Operator step in interpreter.Graph.Operators.Take(9))
        {
            sbyte[] values = [.. interpreter.Value(step.Output).ToArray().Select(b => (sbyte)b)];
            Assert.InRange(values.Max() - values.Min(), 180, 255);
            Assert.InRange(values.Count(v => v is -128 or 127) / (double)values.Length, 0, 0.7); // RELU cuts off about half
        }
    }
}
