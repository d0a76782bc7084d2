using System.Collections.Immutable;
using System.Runtime.InteropServices;
using McuSim.Models;

namespace McuSim.Tests;

/// <summary>Makes one operator with random shape, quantisation and constants, chosen to hit the corners of the arithmetic.</summary>
internal sealed partial class RandomLayers(SeededRandom random)
{
    private readonly List<Tensor> inputs = [];
    private Operator? made;
    private int tensors;
    private bool fromUInt8;

    /// <summary>The graph of the operator made.</summary>
    public Graph Build(Tensor output) => new([made!], [.. inputs], [output]);

    /// <summary>From now on weights have a zero point.</summary>
    public RandomLayers FromUInt8()
    {
        fromUInt8 = true;
        return this;
    }

    public Tensor Conv2D(bool grouped)
    {
        (int groups, int depth) = grouped ? (random.Between(2, 4), random.Between(1, 5)) : (1, Channels());
        int channels = grouped ? groups * random.Between(1, 4) : Channels();
        (Tensor input, Window window, Padding _, int height, int width) = Image(groups * depth);
        Tensor weights = Weights(Shape.Of(channels, window.KernelHeight, window.KernelWidth, depth), channels, 0);
        (Tensor output, Tensor? bias) = Result(input, weights, Shape.Of(input.Shape[0], height, width, channels), weights.Shape.ElementCount / channels);
        return Made(new Conv2D(0, input, weights, bias, output, window, Clamp(output)));
    }

    public Tensor DepthwiseConv2D()
    {
        int depth = Channels();
        int channels = depth * random.Pick(1, 1, 1, 2, 3);
        (Tensor input, Window window, Padding _, int height, int width) = Image(depth);
        Tensor weights = Weights(Shape.Of(1, window.KernelHeight, window.KernelWidth, channels), channels, 3);
        (Tensor output, Tensor? bias) = Result(input, weights, Shape.Of(input.Shape[0], height, width, channels), weights.Shape.ElementCount / channels);
        return Made(new DepthwiseConv2D(0, input, weights, bias, output, window, Clamp(output)));
    }

    public Tensor FullyConnected(bool perChannel)
    {
        int row = random.OneIn(3) ? random.Between(1, 300) : Channels();
        int outputs = Channels();
        ImmutableArray<int> batches = random.OneIn(2) ? [1] : random.OneIn(2) ? [random.Between(2, 4)] : [random.Between(1, 3), random.Between(1, 3)];
        Tensor input = Input(new Shape(batches.Add(row)));
        Tensor weights = Weights(Shape.Of(outputs, row), perChannel ? outputs : 1, 0);
        (Tensor output, Tensor? bias) = Result(input, weights, new Shape(batches.Add(outputs)), row);
        return Made(new FullyConnected(0, input, weights, bias, output, Clamp(output)));
    }

    public Tensor Pool2D(PoolKind kind)
    {
        (Tensor input, Window window, Padding _, int height, int width) = Image(Channels(), dilated: false);
        Tensor output = New(Shape.Of(input.Shape[0], height, width, input.Shape[3]), input.Quantization!);
        return Made(new Pool2D(0, kind, input, output, window, Clamp(output)));
    }

    /// <summary>An image, and a window that fits into it.</summary>
    private (Tensor Input, Window Window, Padding Padding, int Height, int Width) Image(int channels, bool dilated = true)
    {
        while (true)
        {
            Shape shape = Shape.Of(random.OneIn(5) ? 2 : 1, random.Between(1, 9), random.Between(1, 9), channels);
            (int, int) kernel = random.OneIn(3) ? (1, 1) : random.OneIn(2) ? (3, 3) : (random.Between(1, 5), random.Between(1, 5));
            (int, int) stride = random.OneIn(2) ? (1, 1) : (random.Between(1, 3), random.Between(1, 3));
            (int, int) dilation = dilated && random.OneIn(4) ? (random.Between(1, 3), random.Between(1, 3)) : (1, 1);
            Padding padding = random.Pick(Padding.Same, Padding.Valid);
            (Window window, int height, int width) = Window.Fit(shape, padding, kernel, stride, dilation);
            if (height > 0 && width > 0) return (Input(shape), window, padding, height, width);
        }
    }

    private Tensor Weights(Shape shape, int channels, int axis)
    {
        byte[] data = new byte[shape.ElementCount];
        Span<sbyte> values = MemoryMarshal.Cast<byte, sbyte>(data.AsSpan());
        if (random.OneIn(10)) values.Fill(random.Pick<sbyte>(-127, 127, 0, -128));
        else random.Fill(values, -127, 127);
        float scale = Scale();
        if (fromUInt8) return New(shape, Quantization.PerTensor(scale, random.Pick(random.Between(-128, 127), 0, 17)) with { IsFromUInt8 = true }) with { Data = data };
        int scales = random.OneIn(8) ? 1 : channels;
        var quantization = new Quantization(
            [.. Enumerable.Range(0, scales).Select(_ => (float)(scale * random.Between(0.25, 1.0)))], [.. new int[scales]], scales > 1 ? axis : 0);
        return New(shape, quantization) with { Data = data };
    }

    /// <summary>An output whose scale mostly suits sums of so many products, and a bias that mostly suits them.</summary>
    private (Tensor Output, Tensor? Bias) Result(Tensor input, Tensor weights, Shape shape, int products)
    {
        double largestProduct = (double)input.Scale * weights.Quantization!.Scales.Max();
        double factor = Factor(1 / (Math.Sqrt(products) * 100), (1 << 29) / ((products * 255.0 * 128) + (1 << 24)));
        Tensor output = New(shape, Quantization.PerTensor((float)(largestProduct / factor), ZeroPoint()));
        if (random.OneIn(5)) return (output, null);
        int channels = shape[-1];
        byte[] data = new byte[4 * channels];
        int most = random.OneIn(4) ? 1 << 24 : (int)(200 * Math.Sqrt(products) * 60);
        foreach (ref int value in MemoryMarshal.Cast<byte, int>(data.AsSpan())) value = random.Between(-most, most);
        var quantization = new Quantization([.. weights.Quantization.Scales.Select(scale => scale * input.Scale)], weights.Quantization.ZeroPoints, 0);
        return (output, new Tensor(tensors++, "bias", ElementType.Int32, Shape.Of(channels), quantization, data));
    }

    /// <summary>A real factor: near the usual one, or at a limit, but below what would overflow.</summary>
    private double Factor(double usual, double limit)
    {
        double factor = random.Between(0, 9) switch
        {
            0 => limit,
            1 => Math.ScaleB(1, -random.Between(0, 30)),
            2 => Math.ScaleB(1 - 1e-7, -random.Between(0, 20)),
            3 => 1e-11, // flushed to 0
            _ => usual * Power(-2, 3),
        };
        return Math.Min(factor, limit);
    }

    private int Channels() => random.Pick(1, 2, 3, 4, 5, 7, 8, 9, 12, 16, 17, 24, 33);

    private float Scale() => (float)Power(-12, 2);

    /// <summary>A number from 2^least to 2^most; without a logarithm, whose last bits depend on the platform.</summary>
    private double Power(int least, int most) => Math.ScaleB(random.Between(1.0, 2.0), random.Between(least, most - 1));

    private int ZeroPoint() => random.Pick(-128, 127, 0, random.Between(-128, 127), random.Between(-128, 127));

    private Shape AnyShape(int least, int most) => new([.. Enumerable.Range(0, random.Between(least, most)).Select(_ =>
        random.Between(1, 6))]);

    private Tensor Input(Shape shape, Quantization? quantization = null)
    {
        Tensor tensor = New(shape, quantization ?? Quantization.PerTensor(Scale(), ZeroPoint()));
        inputs.Add(tensor);
        return tensor;
    }

    private Tensor New(Shape shape, Quantization quantization) =>
        new(tensors, $"t{tensors++}", ElementType.Int8, shape, quantization, default);

    private Clamp Clamp(Tensor output) =>
        McuSim.Models.Clamp.Of(random.Pick(Activation.None, Activation.None, Activation.Relu, Activation.Relu6, Activation.ReluN1To1), output.Quantization!);

    private Tensor Made(Operator operation)
    {
        made = operation;
        return operation.Output;
    }
}
