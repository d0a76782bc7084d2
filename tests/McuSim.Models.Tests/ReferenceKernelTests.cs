using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using McuSim.Models;

namespace McuSim.Tests.Models;

/// <summary>Operators against hashes of what TensorFlow Lite's reference kernels give for the same numbers.</summary>
public class ReferenceKernelTests
{
    private static readonly byte[] All = [.. Enumerable.Range(-128, 256).Select(value => (byte)value)];

    private static readonly Dictionary<string, Func<Case, byte[]>> Kinds = new()
    {
        ["TANH"] = c => Run(new Tanh(0, c.Input, Int8(c.Input.Shape, 1f / 128, 0)), All),
        ["HARD_SWISH"] = c => Run(new HardSwish(0, c.Input, c.Output), All),
        ["LEAKY_RELU"] = c => Run(new LeakyRelu(0, c.Input, c.Output, 0.1f + (0.05f * c.Number)), All),
        ["PRELU"] = PreluOf,
        ["QUANTIZE_UINT8"] = QuantizeOf,
        ["RESIZE_BILINEAR"] = ResizeOf,
        ["TRANSPOSE_CONV"] = TransposeConvOf,
    };

    [Fact]
    public void Operators_equal_the_reference_kernels()
    {
        string[] lines = File.ReadAllLines(Path.Combine(SharedFolder.RepositoryRoot, "tests", "McuSim.Models.Tests", "Goldens", "reference_kernels.txt"));
        string[] expected = [.. lines.Where(line => !line.StartsWith('#'))];
        Assert.Equal(24 * Kinds.Count, expected.Length);
        string[] actual = [.. expected.Select(line =>
        {
            string[] parts = line.Split(' ');
            return $"{parts[0]} {parts[1]} {Hash(Kinds[parts[0]](new(int.Parse(parts[1], CultureInfo.InvariantCulture))))}";
        })];
        Assert.Equal(expected, actual);
    }

    private static byte[] PreluOf(Case c)
    {
        byte[] factors = [.. Enumerable.Range(0, 4).Select(i => (byte)((i * 61) + (c.Number * 29)))];
        Tensor alpha = Int8(Shape.Of(4), 0.004f * (c.Number + 1), c.Wrapped(53)) with { Data = factors };
        Shape shape = Shape.Of(1, 8, 8, 4);
        return Run(new Prelu(0, c.Input with { Shape = shape }, alpha, c.Output with { Shape = shape }), All);
    }

    private static byte[] QuantizeOf(Case c)
    {
        static Tensor Bytes(Tensor tensor) =>
            tensor with { Type = ElementType.UInt8, Quantization = Quantization.PerTensor(tensor.Scale, tensor.ZeroPoint + 128) };
        byte[] unsigned = [.. Enumerable.Range(0, 256).Select(value => (byte)value)];
        return [.. Run(new Quantize(0, Bytes(c.Input), c.Output), unsigned), .. Run(new Quantize(0, c.Input, Bytes(c.Output)), All)];
    }

    private static byte[] ResizeOf(Case c)
    {
        int k = c.Number;
        Tensor input = c.Input with { Shape = Shape.Of(1, 1 + (k % 5), 2 + (k % 4), 2) };
        Tensor output = c.Input with { Shape = Shape.Of(1, 1 + (k * 3 % 11), 1 + (k * 5 % 13), 2) };
        return Run(new ResizeBilinear(0, input, output, k % 3 == 1, k % 3 == 2), c.Bytes(input.ByteCount, 73, 19));
    }

    private static byte[] TransposeConvOf(Case c)
    {
        int k = c.Number;
        (int Y, int X) kernel = (1 + (k % 3), 1 + (k / 3 % 4)), stride = (1 + (k % 2), 1 + (k / 2 % 3));
        (int depth, int channels) = (1 + (k % 3), 1 + (k % 4));
        Shape shape = Shape.Of(1, 5 + (k % 4), 4 + (k % 5), channels);
        (Window window, int height, int width) = Window.Fit(shape, k % 2 == 0 ? Padding.Same : Padding.Valid, kernel, stride, (1, 1));
        Tensor input = Int8(Shape.Of(1, height, width, depth), 1, c.Input.ZeroPoint);
        Shape kernels = Shape.Of(channels, kernel.Y, kernel.X, depth);
        ImmutableArray<float> scales = [.. Enumerable.Range(1, channels).Select(i => 1f / i)];
        Tensor weights = new(2, "weights", ElementType.Int8, kernels, new(scales, [.. scales.Select(_ => 0)], 0), c.Bytes(kernels.ElementCount, 47, 11));
        int[] bias = [.. Enumerable.Range(0, channels).Select(i => (i * 1000) - (k * 300))];
        Tensor biasTensor = new(3, "bias", ElementType.Int32, Shape.Of(channels), null, MemoryMarshal.AsBytes(bias.AsSpan()).ToArray());
        var operation = new TransposeConv(0, input, weights, biasTensor, Int8(shape, 250, c.Output.ZeroPoint), window, Clamp.None);
        return Run(operation, c.Bytes(input.ByteCount, 73, 19));
    }

    private static byte[] Run(Operator operation, byte[] input)
    {
        var interpreter = new Interpreter(new Graph([operation], [operation.ActivationInputs[0]], [operation.Output]));
        return interpreter.Run(input).ToArray();
    }

    private static string Hash(byte[] bytes) =>
        bytes.Aggregate(0xcbf29ce484222325UL, (hash, value) => unchecked((hash ^ value) * 0x100000001b3)).ToString("x16", CultureInfo.InvariantCulture);

    private static Tensor Int8(Shape shape, float scale, int zeroPoint) =>
        new(zeroPoint, "", ElementType.Int8, shape, Quantization.PerTensor(scale, zeroPoint), default);

    private sealed record Case(int Number)
    {
        public Tensor Input => Int8(Shape.Of(256), Scale(), Wrapped(37));

        public Tensor Output => Int8(Shape.Of(256), Scale() * (0.35f + (0.07f * Number)), Wrapped(91));

        public int Wrapped(int step) => (Number * step % 256) - 128;

        public byte[] Bytes(int count, int step, int shift) => [.. Enumerable.Range(0, count).Select(i => (byte)((i * step) + (Number * shift)))];

        private float Scale()
        {
            float scale = MathF.Pow(2f, -9 + (Number * 0.45f)) * 1.1f;
            return scale > 1 ? scale / 97 : scale;
        }
    }
}
