using McuSim.Models;

namespace McuSim.Tests.Codegen;

/// <summary>Networks whose operators feed one another: chains with residual additions, concatenations, pads, reshapes and several outputs.</summary>
internal static class RandomNetworks
{
    public static Model Create(int seed, int operators)
    {
        var b = new GraphBuilder(seed) { Sparse = seed % 2 == 1 };
        var alive = new List<Tensor> { b.Input(b.Int8(1, b.Between(4, 12), b.Between(4, 12), b.Between(1, 8))) };
        if (b.Random.Next(4) == 0) alive.Add(b.Input(b.Int8(1, 6, 6, 3)));
        while (b.Operators.Count < operators)
        {
            // Mostly the newest tensor, sometimes an older one, so that some live long.
            Tensor from = b.Random.Next(4) == 0 ? alive[b.Random.Next(alive.Count)] : alive[^1];
            Operator op = Next(b, from, alive);
            b.Operators.Add(op);
            alive.Add(op.Output);
        }

        if (b.Random.Next(2) == 0) alive.Add(Classifier(b, alive[^1]));
        b.Outputs.Add(alive[^1]);
        if (b.Random.Next(3) == 0) b.Outputs.Add(alive[b.Random.Next(1, alive.Count)]);
        if (b.Outputs.Count == 2 && b.Outputs[0] == b.Outputs[1]) b.Outputs.RemoveAt(1);
        return b.Model("network");
    }

    /// <summary>Mean or average pool, reshape, fully connected, softmax; or a fully connected layer over the whole image.</summary>
    private static Tensor Classifier(GraphBuilder b, Tensor image)
    {
        int h = image.Shape[1], w = image.Shape[2], c = image.Shape[3];
        Tensor features = image;
        if (b.Random.Next(3) > 0)
        {
            features = b.Int8(image.Quantization!, 1, 1, 1, c);
            b.Operators.Add(b.Random.Next(2) == 0
                ? new Mean(b.NextIndex, image, features, [1, 2])
                : new Pool2D(b.NextIndex, PoolKind.Average, image, features, new(h, w, 1, 1, 1, 1, 0, 0), Clamp.None));
        }

        int inputs = features.Shape.ElementCount;
        Tensor row = b.Int8(image.Quantization!, 1, inputs), scores = b.Int8(1, 7);
        b.Operators.Add(new Reshape(b.NextIndex, features, row));
        b.Operators.Add(new FullyConnected(b.NextIndex, row, b.Weights(0, row.Scale, scores.Scale, inputs, 7, inputs), b.Bias(7), scores, Clamp.None));
        Tensor shares = b.Int8(Quantization.PerTensor(1 / 256f, -128), 1, 7);
        b.Operators.Add(new Softmax(b.NextIndex, scores, shares, 1));
        return shares;
    }

    /// <summary>A channel shuffle, as a transpose between reshapes.</summary>
    private static Operator Shuffle(GraphBuilder b, Tensor from, int groups)
    {
        int h = from.Shape[1], w = from.Shape[2], c = from.Shape[3];
        Tensor split = b.Int8(from.Quantization!, 1, h, w, groups, c / groups), mixed = b.Int8(from.Quantization!, 1, h, w, c / groups, groups);
        b.Operators.Add(new Reshape(b.NextIndex, from, split));
        b.Operators.Add(new Transpose(b.NextIndex, split, mixed, [0, 1, 2, 4, 3]));
        return new Reshape(b.NextIndex, mixed, b.Int8(from.Quantization!, 1, h, w, c));
    }

    /// <summary>The image times what a convolution makes of its mean.</summary>
    private static Operator SqueezeAndExcite(GraphBuilder b, Tensor image)
    {
        int h = image.Shape[1], w = image.Shape[2], c = image.Shape[3];
        Tensor mean = b.Int8(image.Quantization!, 1, 1, 1, c), share = b.Int8(Quantization.PerTensor(1 / 256f, -128), 1, 1, 1, c);
        b.Operators.Add(new Mean(b.NextIndex, image, mean, [1, 2]));
        b.Operators.Add(new Conv2D(b.NextIndex, mean, b.Weights(0, mean.Scale, share.Scale, c, c, 1, 1, c), b.Bias(c), share, new(1, 1, 1, 1, 1, 1, 0, 0), Clamp.None));
        return new Elementwise(b.NextIndex, ElementwiseKind.Mul, image, share, b.Int8(Quantization.PerTensor(image.Scale, 3), 1, h, w, c), Clamp.None);
    }

    private static Operator Next(GraphBuilder b, Tensor from, List<Tensor> alive)
    {
        int h = from.Shape[1], w = from.Shape[2], c = from.Shape[3], stride = h > 3 && w > 3 && b.Random.Next(4) == 0 ? 2 : 1;
        Quantization q = from.Quantization!;
        switch (b.Random.Next(15))
        {
            case 0 or 1:
                Tensor wide = b.Int8(1, h, w, b.Between(1, 24));
                return new Conv2D(b.NextIndex, from, b.Weights(0, from.Scale, wide.Scale, c, wide.Shape[3], 1, 1, c), b.Bias(wide.Shape[3]), wide, new(1, 1, 1, 1, 1, 1, 0, 0), b.Clamp(wide));
            case 2:
                Tensor conv = b.Int8(1, (h + stride - 1) / stride, (w + stride - 1) / stride, b.Between(1, 12));
                return new Conv2D(b.NextIndex, from, b.Weights(0, from.Scale, conv.Scale, 9 * c, conv.Shape[3], 3, 3, c), b.Bias(conv.Shape[3]), conv, new(3, 3, stride, stride, 1, 1, 1, 1), b.Clamp(conv));
            case 3 or 4:
                Tensor deep = b.Int8(1, (h + stride - 1) / stride, (w + stride - 1) / stride, c);
                return new DepthwiseConv2D(b.NextIndex, from, b.Weights(3, from.Scale, deep.Scale, 9, 1, 3, 3, c), b.Bias(c), deep, new(3, 3, stride, stride, 1, 1, 1, 1), b.Clamp(deep));
            case 5:
                Tensor other = alive.Where(t => t.Shape.Equals(from.Shape)).MaxBy(_ => b.Random.Next())!;
                return new Elementwise(b.NextIndex, ElementwiseKind.Add, from, other, b.Int8(Quantization.PerTensor(from.Scale + other.Scale, 3), 1, h, w, c), Clamp.None);
            case 6 when c < 32:
                Tensor second = b.ConstantInt8(q, 1, h, w, 2);
                return new Concatenation(b.NextIndex, [from, second], b.Int8(q, 1, h, w, c + 2), 3);
            case 7 when h < 12 && w < 12:
                return new Pad(b.NextIndex, from, b.Int8(q, 1, h + 2, w + 2, c), [0, 1, 1, 0], [0, 1, 1, 0], (sbyte)from.ZeroPoint);
            case 8:
                return new Reshape(b.NextIndex, from, b.Int8(q, 1, w, h, c));
            case 9 when c >= 2:
                int step = b.Between(1, 2), kept = b.Between(1, c / 2);
                return new Slice(b.NextIndex, from, b.Int8(q, 1, h, w, kept), [0, 0, 0, b.Random.Next(c - ((kept - 1) * step))], [1, 1, 1, step], [1, h, w, kept]);
            case 10 when alive.Where(t => t.Shape[1] == h && t.Shape[2] == w && t.Quantization!.Scale == q.Scale && t.ZeroPoint == from.ZeroPoint && t.Shape[3] + c <= 32).ToArray() is { Length: > 0 } beside:
                Tensor right = beside[b.Random.Next(beside.Length)];
                return new Concatenation(b.NextIndex, [from, right], b.Int8(q, 1, h, w, c + right.Shape[3]), 3);
            case 11 when c % 2 == 0:
                return Shuffle(b, from, groups: c % 4 == 0 && b.Random.Next(2) == 0 ? 4 : 2);
            case 13 when alive.Where(t => t.Shape[1] + h <= 16 && t.Shape[2] == w && t.Shape[3] == c && t.Quantization!.Scale == q.Scale && t.ZeroPoint == from.ZeroPoint).ToArray() is { Length: > 0 } above:
                Tensor top = above[b.Random.Next(above.Length)];
                return new Concatenation(b.NextIndex, [top, from], b.Int8(q, 1, top.Shape[1] + h, w, c), 1);
            case 12:
                return SqueezeAndExcite(b, from);
            default:
                Tensor relu = b.Int8(q, 1, h, w, c);
                return new Relu(b.NextIndex, "RELU", from, relu, new(relu.ZeroPoint, 127));
        }
    }
}
