using McuSim.Measurement;
using McuSim.Models;

namespace McuSim.Tests.Gate;

/// <summary>The network and the inputs of docs/examples/gate, and changed ones.</summary>
/// <param name="Channels">Between the layers.</param>
/// <param name="Kernel">The second convolution's window.</param>
/// <param name="InputScale">Quantisation of the input.</param>
/// <param name="Seed">Of the weights.</param>
/// <param name="Skip">Whether the first layer's output is added again at the end, which keeps it alive.</param>
/// <param name="Extra">Whether there is a layer more.</param>
/// <param name="Unread">Whether a layer is computed that nothing reads.</param>
internal sealed record ExampleNetwork(
    int Channels = 8, int Kernel = 3, float InputScale = 1f / 128, ulong Seed = 5, bool Skip = false, bool Extra = false, bool Unread = false)
{
    public const int Classes = 4, Inputs = 24;

    public byte[] Bytes => ModelWriter.Write(Graph());

    public Graph Graph()
    {
        var builder = new GraphBuilder(Seed);
        Tensor first = builder.Conv2D(builder.Input(Shape.Of(1, 10, 10, 3), InputScale), Channels, (3, 3), (1, 1));
        Tensor x = builder.Conv2D(first, Channels, (Kernel, Kernel), (1, 1));
        x = builder.Conv2D(x, Channels, (3, 3), (1, 1));
        if (Extra) x = builder.Conv2D(x, Channels, (1, 1), (1, 1));
        if (Skip) x = builder.Elementwise(ElementwiseKind.Add, first, x);
        Tensor scores = builder.Softmax(builder.FullyConnected(builder.Reshape(builder.GlobalAveragePool(x), Shape.Of(1, Channels)), Classes));
        if (Unread) builder.Conv2D(x, 32, (3, 3), (1, 1));
        return builder.Build(scores);
    }

    /// <summary>The inputs as files named after what this network answers: <c>in03_2.bin</c>.</summary>
    public IEnumerable<(string Name, byte[] Bytes)> Labelled()
    {
        Graph graph = Graph();
        var interpreter = new Interpreter(graph);
        for (uint i = 0; i < Inputs; i++)
        {
            byte[] input = PseudoRandomInput.For(graph, seed: 77 + (1000 * i))[0];
            for (int k = 0; k < input.Length; k++) input[k] = (byte)(sbyte)(((sbyte)input[k] / 4) + (k % 3 == i % 3 ? 95 : -95) + (i % 5 * 5)); // a colour each
            sbyte[] scores = [.. interpreter.Run(input).ToArray().Select(b => (sbyte)b)];
            yield return ($"in{i:00}_{Array.IndexOf(scores, scores.Max())}.bin", input);
        }
    }
}
