using McuSim.Models;

namespace McuSim.Tests.Models;

public class WriteReadTests
{
    public static TheoryData<string> Kinds => [.. RandomGraphs.Kinds.Where(kind => !kind.EndsWith(RandomGraphs.UInt8, StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_layer_reads_back_equal(string kind)
    {
        for (ulong seed = 0; seed < 100; seed++)
        {
            Graph graph = RandomGraphs.Layer(kind, seed);
            GraphAssert.Same(graph, ModelReader.Read($"{kind} {seed}", ModelWriter.Write(graph)).Graph);
        }
    }

    [Fact]
    public void A_network_reads_back_equal()
    {
        for (ulong seed = 0; seed < 50; seed++)
        {
            Graph graph = RandomGraphs.Network(seed);
            byte[] file = ModelWriter.Write(graph);
            Graph read = ModelReader.Read($"network {seed}", file).Graph;
            GraphAssert.Same(graph, read);
            Assert.Equal(file, ModelWriter.Write(read));
        }
    }

    [Theory]
    [MemberData(nameof(GoldenTests.Int8Networks), MemberType = typeof(GoldenTests))]
    public void A_real_network_reads_back_equal(string name)
    {
        Graph graph = ModelReader.Read(SharedFolder.Require("models", name + ".tflite")).Graph;
        GraphAssert.Same(graph, ModelReader.Read(name, ModelWriter.Write(graph)).Graph);
    }
}
