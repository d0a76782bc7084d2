using McuSim.Models;

namespace McuSim.Tests.Codegen;

/// <summary>One operator of each kind with random shapes and quantisation, as a branch of its own: an input, the operator, an output.</summary>
internal static class RandomLayers
{
    /// <summary>A network of independent layers, so that one program tests them all.</summary>
    public static Model Network(int seed, int rounds)
    {
        var b = new GraphBuilder(seed);
        for (int i = 0; i < rounds; i++)
        {
            Conv(b);
            Conv1x1(b);
            Depthwise(b);
            FullyConnected(b);
            Pool(b);
            Elementwise(b);
            Unary(b);
            Softmax(b);
            Mean(b);
            Movement(b);
        }

        return b.Model($"layers_{seed}");
    }

    public static void Conv1x1(GraphBuilder b)
    {
        int h = b.Between(1, 9), w = b.Between(1, 9), cin = b.Between(1, 40), cout = b.Between(1, 20), stride = b.Between(1, 2);
        Tensor input = b.Input(b.Int8(1, h, w, cin)), output = b.Int8(1, (h + stride - 1) / stride, (w + stride - 1) / stride, cout);
        Tensor weights = b.Weights(0, input.Scale, output.Scale, cin, cout, 1, 1, cin);
        b.Add(new Conv2D(b.NextIndex, input, weights, b.Bias(cout), output, new(1, 1, stride, stride, 1, 1, 0, 0), b.Clamp(output)));
    }

    public static void Conv(GraphBuilder b)
    {
        int groups = b.Random.Next(4) == 0 ? 2 : 1;
        int depth = b.Between(1, 9), cin = depth * groups, cout = b.Between(1, 9) * groups;
        (Window window, int h, int w, int oh, int ow) = RandomWindow(b, dilation: true);
        Tensor input = b.Input(b.Int8(b.Between(1, 2), h, w, cin)), output = b.Int8(input.Shape[0], oh, ow, cout);
        Tensor weights = b.Weights(0, input.Scale, output.Scale, window.KernelHeight * window.KernelWidth * depth, cout, window.KernelHeight, window.KernelWidth, depth);
        b.Add(new Conv2D(b.NextIndex, input, weights, b.Bias(cout), output, window, b.Clamp(output)));
    }

    public static void Depthwise(GraphBuilder b)
    {
        int c = b.Between(1, 20), multiplier = b.Random.Next(4) == 0 ? b.Between(2, 3) : 1;
        (Window window, int h, int w, int oh, int ow) = RandomWindow(b, dilation: true);
        Tensor input = b.Input(b.Int8(b.Random.Next(6) == 0 ? 2 : 1, h, w, c)), output = b.Int8(input.Shape[0], oh, ow, c * multiplier);
        Tensor weights = b.Weights(3, input.Scale, output.Scale, window.KernelHeight * window.KernelWidth, 1, window.KernelHeight, window.KernelWidth, c * multiplier);
        b.Add(new DepthwiseConv2D(b.NextIndex, input, weights, b.Bias(c * multiplier), output, window, b.Clamp(output)));
    }

    public static void FullyConnected(GraphBuilder b)
    {
        int batches = b.Between(1, 3), inputs = b.Between(1, 70), outputs = b.Between(1, 20);
        Tensor input = b.Input(b.Int8(batches, inputs)), output = b.Int8(batches, outputs);
        Tensor weights = b.Weights(0, input.Scale, output.Scale, inputs, outputs, inputs);
        b.Add(new FullyConnected(b.NextIndex, input, weights, b.Bias(outputs), output, b.Clamp(output)));
    }

    public static void Pool(GraphBuilder b)
    {
        (Window window, int h, int w, int oh, int ow) = RandomWindow(b, dilation: false);
        int c = b.Between(1, 9);
        Tensor input = b.Input(b.Int8(b.Between(1, 2), h, w, c)), output = b.Int8(input.Quantization!, input.Shape[0], oh, ow, c);
        b.Add(new Pool2D(b.NextIndex, b.Random.Next(2) == 0 ? PoolKind.Average : PoolKind.Max, input, output, window, b.Clamp(output)));
    }

    public static void Elementwise(GraphBuilder b)
    {
        int[] shape = [b.Between(1, 2), b.Between(1, 5), b.Between(1, 5), b.Between(1, 9)];
        int[] other = b.Random.Next(2) == 0 ? shape : [1, 1, b.Random.Next(2) == 0 ? 1 : shape[2], shape[3]];
        Tensor left = b.Input(b.Int8(shape));
        Quantization q = Quantization.PerTensor(b.Scale(), b.Between(-128, 127));
        Tensor right = b.Random.Next(3) == 0 ? b.ConstantInt8(q, other) : b.Input(b.Int8(q, other));
        if (b.Random.Next(2) == 0) (left, right) = (right, left);
        var kind = (ElementwiseKind)b.Random.Next(3);
        float scale = kind == ElementwiseKind.Mul ? left.Scale * right.Scale * 60 : (left.Scale + right.Scale) * 0.7f;
        Tensor output = b.Int8(Quantization.PerTensor(scale, b.Between(-60, 60)), shape);
        b.Add(new Elementwise(b.NextIndex, kind, left, right, output, b.Clamp(output)));
    }

    public static void Unary(GraphBuilder b)
    {
        int[] shape = [1, b.Between(1, 5), b.Between(1, 9)];
        Tensor input = b.Input(b.Int8(shape));
        Tensor output = b.Int8(shape);
        b.Add(new Logistic(b.NextIndex, input, b.Int8(Quantization.PerTensor(1 / 256f, -128), shape)));
        b.Add(new Relu(b.NextIndex, "RELU", input, output, new(output.ZeroPoint, 127)));
        b.Add(new Quantize(b.NextIndex, input, b.Int8(shape)));
        b.Add(new Dequantize(b.NextIndex, input, b.Float(shape)));
        b.Add(new Quantize(b.NextIndex, b.Input(b.Float(shape)), b.Int8(shape)));
    }

    public static void Softmax(GraphBuilder b)
    {
        int[] shape = [b.Between(1, 3), b.Between(1, 40)];
        Tensor input = b.Input(b.Int8(shape));
        b.Add(new Softmax(b.NextIndex, input, b.Int8(Quantization.PerTensor(1 / 256f, -128), shape), 0.2f + b.Random.NextSingle()));
    }

    public static void Mean(GraphBuilder b)
    {
        int[] shape = [b.Between(1, 2), b.Between(1, 7), b.Between(1, 7), b.Between(1, 9)];
        int[] axes = b.Random.Next(2) == 0 ? [1, 2] : [b.Between(0, 3)];
        Tensor input = b.Input(b.Int8(shape));
        int[] kept = [.. shape.Select((d, i) => axes.Contains(i) ? 1 : d)];
        Tensor output = b.Int8(Quantization.PerTensor(input.Scale * (0.5f + b.Random.NextSingle()), b.Between(-20, 20)), kept);
        b.Add(new Mean(b.NextIndex, input, output, [.. axes]));
    }

    public static void Movement(GraphBuilder b)
    {
        int[] shape = [b.Between(1, 2), b.Between(1, 5), b.Between(1, 5), b.Between(1, 9)];
        Tensor input = b.Input(b.Int8(shape));
        Quantization q = input.Quantization!;
        int[] before = [b.Between(0, 1), b.Between(0, 2), b.Between(0, 2), b.Between(0, 2)], after = [b.Between(0, 1), b.Between(0, 2), 0, 1];
        b.Add(new Pad(b.NextIndex, input, b.Int8(q, [.. shape.Select((d, i) => d + before[i] + after[i])]), [.. before], [.. after], (sbyte)b.Between(-128, 127)));
        int[] permutation = [0, 1, 2, 3];
        b.Random.Shuffle(permutation);
        b.Add(new Transpose(b.NextIndex, input, b.Int8(q, [.. permutation.Select(p => shape[p])]), [.. permutation]));
        int[] starts = [.. shape.Select(d => b.Between(0, d - 1))], steps = [.. shape.Select(_ => b.Random.Next(3) == 0 ? -1 : b.Between(1, 2))];
        int[] sizes = [.. shape.Select((d, i) => b.Between(1, 1 + (steps[i] > 0 ? (d - 1 - starts[i]) / steps[i] : starts[i])))];
        b.Add(new Slice(b.NextIndex, input, b.Int8(q, sizes), [.. starts], [.. steps], [.. sizes]));
        int axis = b.Between(0, 3);
        int[] otherShape = [.. shape.Select((d, i) => i == axis ? b.Between(1, 4) : d)];
        Tensor other = b.Random.Next(2) == 0 ? b.ConstantInt8(q, otherShape) : b.Input(b.Int8(q, otherShape));
        int[] joined = [.. shape.Select((d, i) => i == axis ? (2 * d) + otherShape[i] : d)];
        b.Add(new Concatenation(b.NextIndex, [input, other, input], b.Int8(q, joined), axis));
        bool corners = b.Random.Next(2) == 0;
        b.Add(new ResizeNearestNeighbor(b.NextIndex, input, b.Int8(q, shape[0], b.Between(1, 9), b.Between(1, 9), shape[3]), corners, !corners && b.Random.Next(2) == 0));
        b.Add(new Reshape(b.NextIndex, input, b.Int8(q, shape[0], shape[1] * shape[2] * shape[3])));
    }

    /// <summary>A window, and sizes of input and output that go together: SAME, VALID or padding of any other kind.</summary>
    public static (Window Window, int H, int W, int OutputH, int OutputW) RandomWindow(GraphBuilder b, bool dilation)
    {
        int kh = b.Between(1, 5), kw = b.Between(1, 5), sy = b.Between(1, 3), sx = b.Between(1, 3);
        int dy = dilation && b.Random.Next(4) == 0 ? 2 : 1, dx = dilation && b.Random.Next(4) == 0 ? 2 : 1;
        int reachY = ((kh - 1) * dy) + 1, reachX = ((kw - 1) * dx) + 1;
        int top = b.Between(0, reachY - 1), left = b.Between(0, reachX - 1), bottom = b.Between(0, reachY - 1), right = b.Between(0, reachX - 1);
        int h = Math.Max(b.Between(1, 10), reachY - top - bottom), w = Math.Max(b.Between(1, 10), reachX - left - right);
        int oh = ((h + top + bottom - reachY) / sy) + 1, ow = ((w + left + right - reachX) / sx) + 1;
        return (new(kh, kw, sy, sx, dy, dx, top, left), h, w, oh, ow);
    }
}
