using McuSim.Models;

namespace McuSim.Tests;

/// <summary>
/// Random graphs for tests: single layers of every kind with awkward numbers, and small networks. The same seed gives the same graph.
/// Projects that need it include <c>tests/Shared/Models/*.cs</c> and reference McuSim.Models.
/// </summary>
public static class RandomGraphs
{
    /// <summary>Ends the kinds that only files of uint8 have, which are not written.</summary>
    public const string UInt8 = " of a uint8 file";

    private static readonly Dictionary<string, Func<RandomLayers, Tensor>> Layers = new()
    {
        ["CONV_2D"] = layers => layers.Conv2D(grouped: false),
        ["CONV_2D grouped"] = layers => layers.Conv2D(grouped: true),
        ["DEPTHWISE_CONV_2D"] = layers => layers.DepthwiseConv2D(),
        ["FULLY_CONNECTED"] = layers => layers.FullyConnected(perChannel: false),
        ["FULLY_CONNECTED per channel"] = layers => layers.FullyConnected(perChannel: true),
        ["AVERAGE_POOL_2D"] = layers => layers.Pool2D(PoolKind.Average),
        ["MAX_POOL_2D"] = layers => layers.Pool2D(PoolKind.Max),
        ["ADD"] = layers => layers.Elementwise(ElementwiseKind.Add),
        ["SUB"] = layers => layers.Elementwise(ElementwiseKind.Sub),
        ["MUL"] = layers => layers.Elementwise(ElementwiseKind.Mul),
        ["PAD"] = layers => layers.Pad(),
        ["MEAN"] = layers => layers.Mean(),
        ["RESHAPE"] = layers => layers.Reshape(),
        ["SOFTMAX"] = layers => layers.Softmax(),
        ["LOGISTIC"] = layers => layers.Logistic(),
        ["RELU"] = layers => layers.Relu(six: false),
        ["RELU6"] = layers => layers.Relu(six: true),
        ["CONCATENATION"] = layers => layers.Concatenation(),
        ["TRANSPOSE"] = layers => layers.Transpose(),
        ["RESIZE_NEAREST_NEIGHBOR"] = layers => layers.ResizeNearestNeighbor(),
        ["QUANTIZE float32"] = layers => layers.QuantizeFloats(),
        ["QUANTIZE int8"] = layers => layers.Requantize(),
        ["DEQUANTIZE"] = layers => layers.Dequantize(),
        ["STRIDED_SLICE"] = layers => layers.Slice(),
        ["TANH"] = layers => layers.Tanh(),
        ["HARD_SWISH"] = layers => layers.HardSwish(),
        ["LEAKY_RELU"] = layers => layers.LeakyRelu(),
        ["PRELU"] = layers => layers.Prelu(),
        ["MAXIMUM"] = layers => layers.Extremum(largest: true),
        ["MINIMUM"] = layers => layers.Extremum(largest: false),
        ["RESIZE_BILINEAR"] = layers => layers.ResizeBilinear(),
        ["TRANSPOSE_CONV"] = layers => layers.TransposeConv(),
        ["QUANTIZE uint8"] = layers => layers.QuantizeBytes(),
        ["CONV_2D" + UInt8] = layers => layers.FromUInt8().Conv2D(grouped: false),
        ["DEPTHWISE_CONV_2D" + UInt8] = layers => layers.FromUInt8().DepthwiseConv2D(),
        ["FULLY_CONNECTED" + UInt8] = layers => layers.FromUInt8().FullyConnected(perChannel: false),
        ["AVERAGE_POOL_2D" + UInt8] = layers => layers.Pool2D(PoolKind.AverageHalfUp),
    };

    /// <summary>The kinds of layer that <see cref="Layer"/> makes.</summary>
    public static IReadOnlyCollection<string> Kinds => Layers.Keys;

    /// <summary>A graph of one operator.</summary>
    public static Graph Layer(string kind, ulong seed)
    {
        var layers = new RandomLayers(new SeededRandom(seed));
        Tensor output = Layers[kind](layers);
        return layers.Build(output);
    }

    /// <summary>Bytes for an input: random, or all the smallest or largest value.</summary>
    public static byte[] Input(Tensor tensor, ulong seed)
    {
        var random = new SeededRandom(seed ^ 0xA5A5);
        byte[] bytes = new byte[tensor.ByteCount];
        if (tensor.Type == ElementType.Float32)
        {
            for (int i = 0; i < bytes.Length; i += 4)
            {
                float value = random.OneIn(16)
                    ? random.Pick(0f, -0f, float.MaxValue, float.MinValue, float.PositiveInfinity, float.NegativeInfinity, float.NaN, float.Epsilon)
                    : (float)random.Between(-2.0, 2.0);
                System.Buffers.Binary.BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i), value);
            }
        }
        else if (random.OneIn(10))
        {
            bytes.AsSpan().Fill(random.Pick<byte>(0x80, 0x7F, 0));
        }
        else
        {
            random.Fill(bytes);
        }

        return bytes;
    }

    /// <summary>A network of some 4 to 12 operators that ends in one output.</summary>
    public static Graph Network(ulong seed)
    {
        var random = new SeededRandom(seed);
        var builder = new GraphBuilder(random.Next());
        int size = random.Between(5, 14);
        Tensor x = builder.Input(Shape.Of(1, size, random.Between(5, 14), random.Pick(1, 3, 4)), 1f / 64, random.Between(-128, 127));
        for (int blocks = random.Between(2, 5); blocks > 0; blocks--) x = Block(random, builder, x);
        x = random.OneIn(2) ? builder.GlobalAveragePool(x) : builder.Mean(x, random.OneIn(2), 1, 2);
        x = builder.Reshape(x, Shape.Of(1, x.Shape.ElementCount));
        x = builder.FullyConnected(x, random.Between(2, 12));
        return builder.Build(random.OneIn(3) ? x : random.OneIn(4) ? builder.Logistic(x) : builder.Softmax(x));
    }

    private static Tensor Block(SeededRandom random, GraphBuilder builder, Tensor x)
    {
        int channels = random.Pick(3, 4, 8, 9, 16);
        Activation activation = random.Pick(Activation.None, Activation.Relu, Activation.Relu6);
        (int, int) stride = x.Shape[1] > 3 && x.Shape[2] > 3 && random.OneIn(3) ? (2, 2) : (1, 1);
        switch (random.Between(0, 7))
        {
            case 0:
                return builder.Conv2D(x, channels, (3, 3), stride, Padding.Same, activation);
            case 1:
                x = builder.DepthwiseConv2D(x, (3, 3), stride, Padding.Same, activation, random.Pick(1, 1, 2));
                return builder.Conv2D(x, channels, (1, 1), (1, 1), Padding.Same, activation);
            case 2: // inverted residual
                Tensor wide = builder.Conv2D(x, 2 * x.Shape[3], (1, 1), (1, 1), Padding.Same, Activation.Relu6);
                wide = builder.DepthwiseConv2D(wide, (3, 3), (1, 1), Padding.Same, Activation.Relu6);
                return builder.Elementwise(ElementwiseKind.Add, x, builder.Conv2D(wide, x.Shape[3], (1, 1), (1, 1), Padding.Same, Activation.None));
            case 3: // squeeze and excite
                Tensor gate = builder.Conv2D(builder.Mean(x, true, 1, 2), x.Shape[3], (1, 1), (1, 1), Padding.Same, Activation.None);
                return builder.Elementwise(ElementwiseKind.Mul, x, builder.Logistic(gate));
            case 4:
                return builder.Concatenation(3, x, builder.Conv2D(x, channels, (3, 3), (1, 1), Padding.Same, activation));
            case 5:
                Tensor padded = builder.Pad(x, [0, 1, 1, 0], [0, 1, 1, 0]);
                return builder.DepthwiseConv2D(padded, (3, 3), stride, Padding.Valid, activation);
            case 6:
                return builder.Relu(builder.Conv2D(x, channels, (1, 3), (1, 1), Padding.Same, Activation.None), random.OneIn(2));
            default:
                return x.Shape[1] < 2 || x.Shape[2] < 2 ? x : builder.Pool2D(x, random.Pick(PoolKind.Average, PoolKind.Max), (2, 2), stride, Padding.Same);
        }
    }
}
