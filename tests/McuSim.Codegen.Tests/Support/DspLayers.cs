using System.Runtime.InteropServices;

using McuSim.Models;

namespace McuSim.Tests.Codegen;

/// <summary>Random layers that the DSP kernels can compute: weights from -127 to 127, at least two outputs, factors below one half.</summary>
internal static class DspLayers
{
    public static void Conv1x1(GraphBuilder b)
    {
        int h = b.Between(1, 6), w = b.Between(1, 7), cin = b.Between(1, 50), cout = b.Between(2, 40);
        Tensor input = b.Input(b.Int8(1, h, w, cin)), output = Output(b, 1, h, w, cout);
        b.Add(new Conv2D(b.NextIndex, input, Weights(b, 0, input, output, cin, cout, 1, 1, cin), b.Bias(cout), output, new(1, 1, 1, 1, 1, 1, 0, 0), Clamp(b, output)));
    }

    public static void Conv(GraphBuilder b)
    {
        int cin = b.Random.Next(2) == 0 ? 4 * b.Between(1, 4) : b.Between(1, 5), cout = b.Between(2, 12);
        (Window window, int h, int w, int oh, int ow) = RandomLayers.RandomWindow(b, dilation: true);
        Tensor input = b.Input(b.Int8(b.Between(1, 2), h, w, cin)), output = Output(b, input.Shape[0], oh, ow, cout);
        int taps = window.KernelHeight * window.KernelWidth * cin;
        b.Add(new Conv2D(b.NextIndex, input, Weights(b, 0, input, output, taps, cout, window.KernelHeight, window.KernelWidth, cin), b.Bias(cout), output, window, Clamp(b, output)));
    }

    /// <summary>What Winograd's form can compute, with any padding.</summary>
    public static void Conv3x3(GraphBuilder b)
    {
        int cin = 4 * b.Between(1, 6), cout = b.Between(2, 12), top = b.Between(0, 2), left = b.Between(0, 2), bottom = b.Between(0, 2), right = b.Between(0, 2);
        int h = Math.Max(b.Between(1, 11), 3 - top - bottom), w = Math.Max(b.Between(1, 19), 3 - left - right);
        Conv3x3(b, b.Between(1, 2), h, w, cin, cout, (top, left, bottom, right));
    }

    public static void Conv3x3(GraphBuilder b, int height, int width, int inputs, int outputs) => Conv3x3(b, 1, height, width, inputs, outputs, (1, 1, 1, 1));

    private static void Conv3x3(GraphBuilder b, int batches, int h, int w, int cin, int cout, (int Top, int Left, int Bottom, int Right) pad)
    {
        (int top, int left, int bottom, int right) = pad;
        Tensor input = b.Input(b.Int8(batches, h, w, cin)), output = Output(b, batches, h + top + bottom - 2, w + left + right - 2, cout);
        b.Add(new Conv2D(b.NextIndex, input, Weights(b, 0, input, output, 9 * cin, cout, 3, 3, cin), b.Bias(cout), output, new(3, 3, 1, 1, 1, 1, top, left), Clamp(b, output)));
    }

    /// <summary>Planes of up to 60 columns, so that some need bands; kernels up to 7 x 7.</summary>
    public static void Depthwise(GraphBuilder b)
    {
        int c = b.Between(1, 6), kh = b.Between(1, 7), kw = b.Between(1, 7), sy = b.Between(1, 3), sx = b.Between(1, 2);
        int dy = b.Random.Next(4) == 0 ? 2 : 1, reach = ((kh - 1) * dy) + 1;
        bool large = b.Random.Next(3) == 0;
        int top = b.Between(0, reach - 1), left = b.Between(0, kw - 1), bottom = b.Between(0, reach - 1), right = b.Between(0, kw - 1);
        int h = Math.Max(b.Between(1, large ? 60 : 10), reach - top - bottom), w = Math.Max(b.Between(1, large ? 60 : 10), kw - left - right);
        var window = new Window(kh, kw, sy, sx, dy, 1, top, left);
        Tensor input = b.Input(b.Int8(1, h, w, c));
        Tensor output = Output(b, 1, ((h + top + bottom - reach) / sy) + 1, ((w + left + right - kw) / sx) + 1, c);
        b.Add(new DepthwiseConv2D(b.NextIndex, input, Weights(b, 3, input, output, kh * kw, 1, kh, kw, c), b.Bias(c), output, window, Clamp(b, output)));
    }

    /// <summary>A window as large as the image, or nearly so: few output pixels, many channels.</summary>
    public static void DepthwisePixel(GraphBuilder b)
    {
        int c = b.Between(4, 24), kh = b.Between(1, 7), kw = b.Between(1, 7), pad = b.Random.Next(3) == 0 ? 1 : 0;
        int h = kh + b.Between(0, 1), w = kw + b.Between(0, 1);
        Tensor input = b.Input(b.Int8(1, h, w, c)), output = Output(b, 1, h - kh + 1 + pad, w - kw + 1 + pad, c);
        b.Add(new DepthwiseConv2D(b.NextIndex, input, Weights(b, 3, input, output, kh * kw, 1, kh, kw, c), b.Bias(c), output, new(kh, kw, 1, 1, 1, 1, pad, pad), Clamp(b, output)));
    }

    public static void FullyConnected(GraphBuilder b) => FullyConnected(b, b.Between(1, 6), b.Between(1, 100), b.Between(2, 20));

    public static void FullyConnected(GraphBuilder b, int batches, int inputs, int outputs)
    {
        Tensor input = b.Input(b.Int8(batches, inputs)), output = Output(b, batches, outputs);
        b.Add(new FullyConnected(b.NextIndex, input, Weights(b, 0, input, output, inputs, outputs, inputs), b.Bias(outputs), output, Clamp(b, output)));
    }

    /// <summary>Rows whose sums pass 2^23, for the extremes of some outputs even on both sides.</summary>
    public static void WideFullyConnected(GraphBuilder b)
    {
        int batches = b.Between(1, 3), inputs = b.Between(400, 1600), outputs = b.Between(2, 9);
        Tensor input = b.Input(b.Int8(batches, inputs)), output = Output(b, batches, outputs);
        Tensor weights = WithLargeValues(b, b.Weights(0, input.Scale, output.Scale, inputs, outputs, inputs));
        b.Add(new FullyConnected(b.NextIndex, input, weights, b.Bias(outputs), output, Clamp(b, output)));
    }

    /// <summary>Windows whose sums pass 2^23.</summary>
    public static void WideConv(GraphBuilder b)
    {
        (Window window, int h, int w, int oh, int ow) = RandomLayers.RandomWindow(b, dilation: true);
        int cin = b.Between(1200, 2000) / (window.KernelHeight * window.KernelWidth), cout = b.Between(2, 7);
        Tensor input = b.Input(b.Int8(1, h, w, cin)), output = Output(b, 1, oh, ow, cout);
        Tensor weights = WithLargeValues(b, b.Weights(0, input.Scale, output.Scale, 1200, cout, window.KernelHeight, window.KernelWidth, cin));
        b.Add(new Conv2D(b.NextIndex, input, weights, b.Bias(cout), output, window, Clamp(b, output)));
    }

    /// <summary>Groups of at least two outputs each.</summary>
    public static void GroupedConv(GraphBuilder b)
    {
        int groups = b.Between(2, 4), depth = b.Between(1, 9), cout = groups * b.Between(2, 7), size = b.Random.Next(2) == 0 ? 1 : 3;
        int h = b.Between(3, 8), w = b.Between(3, 8), stride = b.Between(1, 2), pad = b.Between(0, size / 2);
        var window = new Window(size, size, stride, stride, 1, 1, pad, pad);
        Tensor input = b.Input(b.Int8(b.Between(1, 2), h, w, groups * depth));
        Tensor output = Output(b, input.Shape[0], ((h + (2 * pad) - size) / stride) + 1, ((w + (2 * pad) - size) / stride) + 1, cout);
        b.Add(new Conv2D(b.NextIndex, input, Weights(b, 0, input, output, size * size * depth, cout, size, size, depth), b.Bias(cout), output, window, Clamp(b, output)));
    }

    /// <summary>Weights of which the first filter is large throughout, with one sign, and the others random.</summary>
    private static Tensor WithLargeValues(GraphBuilder b, Tensor weights)
    {
        var values = new sbyte[weights.Shape.ElementCount];
        for (int i = 0; i < values.Length; i++) values[i] = (sbyte)(i < values.Length / weights.Shape[0] ? b.Between(100, 127) : b.Between(-127, 127));
        return Constant(b, weights.Quantization!, values, [.. weights.Shape.Dimensions]);
    }

    public static void Pool(GraphBuilder b)
    {
        (Window window, int h, int w, int oh, int ow) = RandomLayers.RandomWindow(b, dilation: false);
        int c = 4 * b.Between(1, 3);
        Tensor input = b.Input(b.Int8(b.Between(1, 2), h, w, c)), output = b.Int8(input.Quantization!, input.Shape[0], oh, ow, c);
        b.Add(new Pool2D(b.NextIndex, b.Random.Next(2) == 0 ? PoolKind.Average : PoolKind.Max, input, output, window, Clamp(b, output)));
    }

    public static Tensor Constant(GraphBuilder b, Quantization quantization, sbyte[] values, params ReadOnlySpan<int> shape) =>
        b.ConstantInt8(quantization, shape) with { Data = MemoryMarshal.AsBytes<sbyte>(values).ToArray() };

    /// <summary>A third with zero point -128, as after a ReLU.</summary>
    private static Tensor Output(GraphBuilder b, params ReadOnlySpan<int> shape) => b.Random.Next(3) == 0
        ? b.Int8(Quantization.PerTensor(b.Scale(), -128), shape) : b.Int8(shape);

    private static Clamp Clamp(GraphBuilder b, Tensor output) => b.Random.Next(2) == 0 ? McuSim.Models.Clamp.None : b.Clamp(output);

    /// <summary>Some filters are all zero, some hold only the largest weights.</summary>
    private static Tensor Weights(GraphBuilder b, int axis, Tensor input, Tensor output, int taps, params ReadOnlySpan<int> shape)
    {
        Tensor tensor = b.Weights(axis, input.Scale, output.Scale, taps, shape);
        int channels = shape[axis];
        int[] kinds = [.. Enumerable.Range(0, channels).Select(_ => b.Random.Next(12))];
        var values = new sbyte[tensor.Shape.ElementCount];
        for (int i = 0; i < values.Length; i++)
        {
            int kind = kinds[axis == 0 ? i / (values.Length / channels) : i % channels];
            values[i] = (sbyte)(kind == 0 ? 0 : kind == 1 && taps < 200 ? (b.Random.Next(2) == 0 ? 127 : -127) : b.Between(-127, 127));
        }

        return Constant(b, tensor.Quantization!, values, shape);
    }
}
