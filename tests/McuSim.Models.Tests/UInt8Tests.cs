using System.Globalization;
using McuSim.Common;
using McuSim.Models;
using McuSim.Models.Flatbuffers;

namespace McuSim.Tests.Models;

/// <summary>Networks of uint8 against what TensorFlow Lite's reference kernels for uint8 give.</summary>
public class UInt8Tests
{
    [Fact]
    public void Networks_equal_the_reference_kernels()
    {
        string[] expected = [.. File.ReadAllLines(Path.Combine(SharedFolder.RepositoryRoot, "tests", "McuSim.Models.Tests", "Goldens", "uint8.txt")).Where(line => !line.StartsWith('#'))];
        Assert.Equal(40, expected.Length);
        Assert.Equal(expected, expected.Select((_, seed) => string.Create(CultureInfo.InvariantCulture, $"{seed} {Hash((ulong)seed):x16}")));
    }

    [Fact]
    public void The_borders_stay_uint8()
    {
        Graph graph = ModelReader.Read("uint8", Network(3)).Graph;
        Assert.Equal(ElementType.UInt8, Assert.Single(graph.Inputs).Type);
        Assert.Equal(ElementType.UInt8, Assert.Single(graph.Outputs).Type);
    }

    [Fact]
    public void A_network_of_uint8_is_not_written_as_int8() =>
        Assert.Contains("use the file that it came from", Assert.Throws<McuSimException>(() => ModelWriter.Write(ModelReader.Read("uint8", Network(3)).Graph)).Message);

    /// <summary>A convolution, a depthwise one, an average and a fully connected layer, all of uint8.</summary>
    internal static byte[] Network(ulong seed)
    {
        var random = new SeededRandom(seed);
        var file = new TfliteFile();
        int channels = random.Between(1, 9), size = random.Between(3, 9), outputs = random.Between(1, 5), half = (size + 1) / 2, window = random.Pick(1, 3);
        (float scale, long zeroPoint) = (Scale(), random.Between(0, 255)); // pooling keeps them
        int image = Bytes([1, size, size, 3], Scale(), random.Between(0, 255));
        int convolved = Bytes([1, size, size, channels], Scale(), random.Between(0, 255));
        int filtered = Bytes([1, size, size, channels], scale, zeroPoint);
        int pooled = Bytes([1, half, half, channels], scale, zeroPoint);
        int result = Bytes([1, outputs], Scale(), random.Between(0, 255));
        FlatTableNode strides = new FlatTableNode().Byte(0, 0).Int32(1, 1).Int32(2, 1);
        file.Operator("CONV_2D", [image, Weights([channels, window, window, 3]), Bias(channels)], [convolved], strides.Byte(3, random.Pick(0, 1, 3)))
            .Operator("DEPTHWISE_CONV_2D", [convolved, Weights([1, 3, 3, channels]), Bias(channels)], [filtered], new FlatTableNode().Byte(0, 0).Int32(1, 1).Int32(2, 1).Int32(3, 1).Byte(4, 3))
            .Operator("AVERAGE_POOL_2D", [filtered], [pooled], new FlatTableNode().Byte(0, 0).Int32(1, 2).Int32(2, 2).Int32(3, 3).Int32(4, 3))
            .Operator("FULLY_CONNECTED", [pooled, Weights([outputs, half * half * channels]), Bias(outputs)], [result], new FlatTableNode());
        return file.Write([image], [result]);

        float Scale() => (float)random.Between(0.01, 0.1);
        int Bytes(int[] shape, float scale, long zeroPoint) => file.Tensor(3, shape, null, [scale], [zeroPoint]);
        int Weights(int[] shape) => file.Tensor(3, shape, Random(shape.Aggregate(1, (product, size) => product * size)), [(float)random.Between(0.002, 0.02)], [random.Pick(128, random.Between(0, 255))]);
        int Bias(int count) => file.Int32([count], [.. Enumerable.Range(0, count).Select(_ => random.Between(-2000, 2000))]);
        byte[] Random(int count)
        {
            byte[] bytes = new byte[count];
            random.Fill(bytes);
            return bytes;
        }
    }

    /// <summary>FNV-1a-64 of what three inferences give.</summary>
    private static ulong Hash(ulong seed)
    {
        ulong hash = 14695981039346656037;
        Graph graph = ModelReader.Read("uint8", Network(seed)).Graph;
        var interpreter = new Interpreter(graph);
        for (ulong run = 0; run < 3; run++)
        {
            foreach (byte value in interpreter.Run(RandomGraphs.Input(graph.Inputs[0], (seed * 31) + run))) hash = unchecked((hash ^ value) * 1099511628211);
        }

        return hash;
    }
}
