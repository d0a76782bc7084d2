using System.Buffers.Binary;
using System.Globalization;
using McuSim.Models;

namespace McuSim.Tests.Models;

/// <summary>The interpreter against TensorFlow Lite Micro on random layers and networks; runs without the shared folder.</summary>
public class RandomGoldenTests
{
    [Fact]
    public void Random_graphs_give_what_TensorFlow_Lite_Micro_gives()
    {
        string path = Path.Combine(SharedFolder.RepositoryRoot, "tests", "McuSim.Models.Tests", "Goldens", "random.txt");
        string[] expected = [.. File.ReadAllLines(path).Where(line => !line.StartsWith('#'))];
        Assert.True(expected.Length > 200);
        Assert.Equal(expected, expected.Select(line =>
        {
            string[] words = line.Split(' ');
            ulong seed = ulong.Parse(words[1], CultureInfo.InvariantCulture);
            Graph graph = words[0] == "NETWORK"
                ? RandomGraphs.Network(seed)
                : RandomGraphs.Layer(RandomGraphs.Kinds.Single(kind => kind.Replace(' ', '_') == words[0]), seed);
            return string.Create(CultureInfo.InvariantCulture, $"{words[0]} {seed} {Hash(graph, seed):x16}");
        }));
    }

    private static ulong Hash(Graph graph, ulong seed)
    {
        ulong hash = 14695981039346656037;
        var interpreter = new Interpreter(graph);
        for (ulong run = 0; run < 3; run++)
        {
            for (int i = 0; i < graph.Inputs.Length; i++) interpreter.SetInput(i, Defined(graph.Inputs[i], RandomGraphs.Input(graph.Inputs[i], (seed * 31) + (run * 7) + (ulong)i)));
            interpreter.Run();
            foreach (Tensor output in graph.Outputs)
            {
                foreach (byte value in interpreter.Value(output)) hash = unchecked((hash ^ value) * 1099511628211);
            }
        }

        return hash;
    }

    /// <summary>Floats whose quantised value C++ leaves undefined are replaced.</summary>
    private static byte[] Defined(Tensor tensor, byte[] bytes)
    {
        for (int i = 0; tensor.Type == ElementType.Float32 && i < bytes.Length; i += 4)
        {
            if (!(MathF.Abs(BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(i))) < 1000)) BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i), 0.7f);
        }

        return bytes;
    }
}
