using System.Collections.Immutable;
using McuSim.Models;

namespace McuSim.Tests;

internal sealed partial class RandomLayers
{
    private static readonly Quantization Probability = Quantization.PerTensor(1f / 256, -128);

    public Tensor Elementwise(ElementwiseKind kind)
    {
        Shape shape = AnyShape(0, 4);
        (Shape left, Shape right) = random.Between(0, 3) switch
        {
            0 => (shape, Shape.Of()),
            1 => (Thinned(shape), shape),
            2 => (shape, new Shape(Thinned(shape).Dimensions[(shape.Rank / 2)..])),
            _ => (shape, shape),
        };
        Tensor a = Input(left);
        Tensor b = random.OneIn(12) && left == right ? a : random.OneIn(3) ? Constant(right) : Input(right);
        double usual = kind == ElementwiseKind.Mul ? a.Scale * (double)b.Scale * 64 : Math.Max(a.Scale, b.Scale);
        double least = kind == ElementwiseKind.Mul ? a.Scale * (double)b.Scale / (1 << 12) : Math.Max(a.Scale, b.Scale) / 500_000.0;
        double scale = random.OneIn(8) ? least : usual * Power(-4, 4);
        Tensor output = New(shape, Quantization.PerTensor((float)scale, ZeroPoint()));
        return Made(new Elementwise(0, kind, a, b, output, Clamp(output)));
    }

    public Tensor Pad()
    {
        Tensor input = Input(AnyShape(1, 5));
        ImmutableArray<int> before = [.. input.Shape.Dimensions.Select(_ => random.Between(0, 2))];
        ImmutableArray<int> after = [.. input.Shape.Dimensions.Select(_ => random.Between(0, 2))];
        Tensor output = New(new Shape([.. input.Shape.Dimensions.Select((size, i) => size + before[i] + after[i])]), input.Quantization!);
        sbyte value = (sbyte)(random.OneIn(3) ? random.Between(-128, 127) : input.ZeroPoint);
        return Made(new Pad(0, input, output, before, after, value));
    }

    public Tensor Mean()
    {
        Tensor input = Input(AnyShape(1, 4));
        ImmutableArray<int> axes = [.. Enumerable.Range(0, input.Shape.Rank).Where(_ => random.OneIn(2))];
        if (axes.IsEmpty) axes = [input.Shape.Rank - 1];
        bool keep = random.OneIn(2);
        Shape shape = new([.. Enumerable.Range(0, input.Shape.Rank).Where(i => keep || !axes.Contains(i)).Select(i => axes.Contains(i) ? 1 : input.Shape[i])]);
        Tensor output = New(shape, Quantization.PerTensor((float)(input.Scale * Power(-3, 2)), ZeroPoint()));
        return Made(new Mean(0, input, output, axes));
    }

    public Tensor Reshape()
    {
        Tensor input = Input(AnyShape(1, 4));
        return Made(new Reshape(0, input, New(Shape.Of(1, input.Shape.ElementCount), input.Quantization!)));
    }

    public Tensor Softmax()
    {
        Tensor input = Input(AnyShape(1, 2) is var shape && random.OneIn(3) ? Shape.Of(random.Between(1, 300)) : shape);
        return Made(new Softmax(0, input, New(input.Shape, Probability), random.Pick(1f, 1f, 0.5f, 3f)));
    }

    public Tensor Logistic()
    {
        Tensor input = Input(Shape.Of(random.Between(1, 64)));
        return Made(new Logistic(0, input, New(input.Shape, Probability)));
    }

    public Tensor Relu(bool six)
    {
        Tensor input = Input(AnyShape(1, 4));
        Quantization quantization = random.OneIn(2) ? input.Quantization! : Quantization.PerTensor((float)(input.Scale * random.Between(0.2, 1.5)), ZeroPoint());
        Tensor output = New(input.Shape, quantization);
        return Made(new Relu(0, six ? "RELU6" : "RELU", input, output, McuSim.Models.Clamp.Of(six ? Activation.Relu6 : Activation.Relu, quantization)));
    }

    public Tensor Concatenation()
    {
        Shape shape = AnyShape(1, 4);
        int axis = random.Between(0, shape.Rank - 1);
        Tensor first = Input(shape);
        var parts = new List<Tensor> { first };
        for (int more = random.Between(0, 3); more > 0; more--)
        {
            Shape other = new(shape.Dimensions.SetItem(axis, random.Between(1, 5)));
            parts.Add(random.OneIn(5) ? first : random.OneIn(4) ? Constant(other, first.Quantization) : Input(other, first.Quantization));
        }

        Tensor output = New(new Shape(shape.Dimensions.SetItem(axis, parts.Sum(part => part.Shape[axis]))), first.Quantization!);
        return Made(new Concatenation(0, [.. parts], output, axis));
    }

    public Tensor Transpose()
    {
        Tensor input = Input(AnyShape(1, 5));
        int[] order = [.. Enumerable.Range(0, input.Shape.Rank)];
        for (int i = order.Length - 1; i > 0; i--)
        {
            int j = random.Between(0, i);
            (order[i], order[j]) = (order[j], order[i]);
        }

        Tensor output = New(new Shape([.. order.Select(dimension => input.Shape[dimension])]), input.Quantization!);
        return Made(new Transpose(0, input, output, [.. order]));
    }

    public Tensor ResizeNearestNeighbor()
    {
        Tensor input = Input(Shape.Of(random.Between(1, 2), random.Between(1, 7), random.Between(1, 7), Channels()));
        Tensor output = New(Shape.Of(input.Shape[0], random.Between(1, 12), random.Between(1, 12), input.Shape[3]), input.Quantization!);
        return Made(new ResizeNearestNeighbor(0, input, output, random.OneIn(3), random.OneIn(3)));
    }

    public Tensor QuantizeFloats()
    {
        var input = new Tensor(tensors++, "floats", ElementType.Float32, AnyShape(1, 4), null, default);
        inputs.Add(input);
        return Made(new Quantize(0, input, New(input.Shape, Quantization.PerTensor((float)random.Between(0.001, 0.03), ZeroPoint()))));
    }

    public Tensor Requantize()
    {
        Tensor input = Input(AnyShape(1, 4));
        Tensor output = New(input.Shape, Quantization.PerTensor((float)(input.Scale * Power(-5, 5)), ZeroPoint()));
        return Made(new Quantize(0, input, output));
    }

    public Tensor Dequantize()
    {
        Tensor input = Input(AnyShape(1, 4));
        return Made(new Dequantize(0, input, new Tensor(tensors++, "floats", ElementType.Float32, input.Shape, null, default)));
    }

    private Tensor Constant(Shape shape, Quantization? quantization = null)
    {
        byte[] data = new byte[shape.ElementCount];
        random.Fill(data);
        return New(shape, quantization ?? Quantization.PerTensor(Scale(), ZeroPoint())) with { Data = data };
    }

    /// <summary>Some dimensions as 1.</summary>
    private Shape Thinned(Shape shape) => new([.. shape.Dimensions.Select(size => random.OneIn(2) ? 1 : size)]);
}
