using McuSim.Models;

namespace McuSim.Tests.Codegen;

/// <summary>
/// Networks of blocks that can stream: inverted bottlenecks and separable pairs with any kernel, stride and padding, pairs of convolutions
/// with a shortcut, sums of slices, pooling and tables between them.
/// </summary>
internal static class RandomStreams
{
    public static Model Create(int seed)
    {
        var b = new GraphBuilder(seed);
        Tensor image = b.Input(b.Int8(1, b.Between(9, 24), b.Between(3, 17), b.Between(1, 4)));
        int blocks = b.Between(1, 4);
        for (int i = 0; i < blocks && image.Shape[1] >= 3; i++)
        {
            image = b.Random.Next(5) switch
            {
                0 => Bottleneck(b, image),
                1 => Pointwise(b, Windowed(b, image, depthwise: true), b.Between(2, 12)),
                2 => Residual(b, image),
                3 => Sweep(b, image),
                _ => Other(b, image),
            };
        }

        b.Outputs.Add(image);
        return b.Model("stream");
    }

    /// <summary>Two inverted bottlenecks whose expanded tensor is multiplied by one value for each channel: computed from the image, then constant.</summary>
    public static Model Excited(int seed)
    {
        var b = new GraphBuilder(seed);
        Tensor image = b.Input(b.Int8(1, b.Between(14, 20), b.Between(12, 17), 3));
        int channels = b.Between(16, 28);
        Tensor factors = Factors(b, image, channels);
        for (int i = 0; i < 2; i++)
        {
            Tensor deep = Padded(b, Pointwise(b, image, channels));
            image = Pointwise(b, Multiplied(b, deep, factors), b.Between(2, 5));
            factors = b.ConstantInt8(Quantization.PerTensor(1 / 128f, 0), channels);
        }

        b.Outputs.Add(image);
        return b.Model("excited");
    }

    private static Tensor Padded(GraphBuilder b, Tensor input)
    {
        Tensor output = b.Int8([.. input.Shape.Dimensions]), weights = b.Weights(3, input.Scale, output.Scale, 9, 1, 3, 3, input.Shape[3]);
        b.Operators.Add(new DepthwiseConv2D(b.NextIndex, input, weights, b.Bias(input.Shape[3]), output, new(3, 3, 1, 1, 1, 1, 1, 1), b.Clamp(output)));
        return output;
    }

    private static Tensor Factors(GraphBuilder b, Tensor image, int channels)
    {
        Tensor pooled = b.Int8(image.Quantization!, 1, 1, 1, image.Shape[3]), factors = b.Int8(Quantization.PerTensor(1 / 256f, -128), 1, 1, 1, channels);
        b.Operators.Add(new Pool2D(b.NextIndex, PoolKind.Average, image, pooled, new(image.Shape[1], image.Shape[2], 1, 1, 1, 1, 0, 0), Clamp.None));
        Tensor excited = Pointwise(b, pooled, channels);
        b.Operators.Add(new Logistic(b.NextIndex, excited, factors));
        return factors;
    }

    private static Tensor Multiplied(GraphBuilder b, Tensor image, Tensor factors)
    {
        Tensor output = b.Int8(Quantization.PerTensor(image.Scale * 0.6f, image.ZeroPoint), [.. image.Shape.Dimensions]);
        (Tensor left, Tensor right) = b.Random.Next(2) == 0 ? (image, factors) : (factors, image);
        b.Operators.Add(new Elementwise(b.NextIndex, ElementwiseKind.Mul, left, right, output, b.Clamp(output)));
        return output;
    }

    private static Tensor Bottleneck(GraphBuilder b, Tensor input)
    {
        Tensor deep = Windowed(b, Pointwise(b, input, b.Between(8, 28)), depthwise: true);
        bool same = deep.Shape[1] == input.Shape[1] && deep.Shape[2] == input.Shape[2];
        Tensor projected = Pointwise(b, deep, same ? input.Shape[3] : b.Between(2, 10));
        return same && b.Random.Next(4) > 0 ? Add(b, projected, input) : projected;
    }

    /// <summary>Two convolutions; the shortcut is the input, or a 1x1 convolution of it.</summary>
    private static Tensor Residual(GraphBuilder b, Tensor input)
    {
        int stride = b.Between(1, 2), channels = b.Between(2, 8);
        Tensor first = Conv(b, input, channels, new(3, 3, stride, stride, 1, 1, 1, 1));
        Tensor second = Conv(b, first, stride == 1 && b.Random.Next(2) == 0 ? input.Shape[3] : channels, new(3, 3, 1, 1, 1, 1, 1, 1));
        Tensor shortcut = second.Shape.Equals(input.Shape) ? input : Conv(b, input, second.Shape[3], new(1, 1, stride, stride, 1, 1, 0, 0));
        return Add(b, second, shortcut);
    }

    /// <summary>Slices of some rows or columns, all made first, then a running sum of them through 1x1 convolutions, as an unrolled recurrent network has it.</summary>
    private static Tensor Sweep(GraphBuilder b, Tensor input)
    {
        int axis = b.Between(1, 2), steps = Math.Min(b.Between(2, 4), input.Shape[axis]), stride = b.Between(1, 3);
        int[] sizes = [.. input.Shape.Dimensions], strides = [1, 1, 1, 1];
        (sizes[axis], strides[axis]) = (((input.Shape[axis] - steps) / stride) + 1, stride);
        Tensor[] slices = [.. Enumerable.Range(0, steps).Select(step =>
        {
            int[] starts = [0, 0, 0, 0];
            starts[axis] = step;
            b.Operators.Add(new Slice(b.NextIndex, input, b.Int8(input.Quantization!, sizes), [.. starts], [.. strides], [.. sizes]));
            return b.Operators[^1].Output;
        })];
        return slices.Aggregate((sum, slice) => Add(b, slice, Pointwise(b, sum, input.Shape[3])));
    }

    private static Tensor Other(GraphBuilder b, Tensor input)
    {
        if (b.Random.Next(3) == 0)
        {
            Tensor table = b.Int8(1, input.Shape[1], input.Shape[2], input.Shape[3]);
            b.Operators.Add(new Logistic(b.NextIndex, input, table with { Quantization = Quantization.PerTensor(1 / 256f, -128) }));
            return b.Operators[^1].Output;
        }

        if (b.Random.Next(2) == 0) return Windowed(b, input, depthwise: false);
        (Window window, int oh, int ow) = Window(b, input);
        Tensor output = b.Int8(input.Quantization!, 1, oh, ow, input.Shape[3]);
        b.Operators.Add(new Pool2D(b.NextIndex, b.Random.Next(2) == 0 ? PoolKind.Average : PoolKind.Max, input, output, window with { DilationY = 1, DilationX = 1 }, Clamp.None));
        return output;
    }

    private static Tensor Pointwise(GraphBuilder b, Tensor input, int channels) => Conv(b, input, channels, new(1, 1, 1, 1, 1, 1, 0, 0));

    private static Tensor Windowed(GraphBuilder b, Tensor input, bool depthwise)
    {
        (Window window, int oh, int ow) = Window(b, input);
        if (!depthwise) return Conv(b, input, b.Between(2, 8), window, oh, ow);
        int c = input.Shape[3];
        Tensor output = b.Int8(1, oh, ow, c);
        Tensor weights = b.Weights(3, input.Scale, output.Scale, window.KernelHeight * window.KernelWidth, 1, window.KernelHeight, window.KernelWidth, c);
        b.Operators.Add(new DepthwiseConv2D(b.NextIndex, input, weights, b.Bias(c), output, window, b.Clamp(output)));
        return output;
    }

    private static Tensor Conv(GraphBuilder b, Tensor input, int channels, Window window)
    {
        int pad = 2 * window.PadTop;
        return Conv(b, input, channels, window, ((input.Shape[1] + pad - window.KernelHeight) / window.StrideY) + 1, ((input.Shape[2] + pad - window.KernelWidth) / window.StrideX) + 1);
    }

    private static Tensor Conv(GraphBuilder b, Tensor input, int channels, Window window, int oh, int ow)
    {
        Tensor output = b.Int8(1, oh, ow, channels);
        int taps = window.KernelHeight * window.KernelWidth * input.Shape[3];
        Tensor weights = b.Weights(0, input.Scale, output.Scale, taps, channels, window.KernelHeight, window.KernelWidth, input.Shape[3]);
        b.Operators.Add(new Conv2D(b.NextIndex, input, weights, b.Bias(channels), output, window, b.Clamp(output)));
        return output;
    }

    private static Tensor Add(GraphBuilder b, Tensor left, Tensor right)
    {
        Tensor output = b.Int8(Quantization.PerTensor(left.Scale + right.Scale, b.Between(-20, 20)), [.. left.Shape.Dimensions]);
        b.Operators.Add(new Elementwise(b.NextIndex, ElementwiseKind.Add, left, right, output, Clamp.None));
        return output;
    }

    /// <summary>A window with any padding: SAME, none, or more than the image needs.</summary>
    private static (Window Window, int OutputH, int OutputW) Window(GraphBuilder b, Tensor input)
    {
        int kh = b.Between(1, 5), kw = b.Between(1, 5), sy = b.Between(1, 2), sx = b.Between(1, 2), dy = b.Random.Next(6) == 0 ? 2 : 1;
        int reach = ((kh - 1) * dy) + 1, top = b.Between(0, reach - 1), left = b.Between(0, kw - 1), bottom = b.Between(0, reach - 1), right = b.Between(0, kw - 1);
        while (input.Shape[1] + top + bottom < reach) bottom++;
        while (input.Shape[2] + left + right < kw) right++;
        return (new(kh, kw, sy, sx, dy, 1, top, left), ((input.Shape[1] + top + bottom - reach) / sy) + 1, ((input.Shape[2] + left + right - kw) / sx) + 1);
    }
}
