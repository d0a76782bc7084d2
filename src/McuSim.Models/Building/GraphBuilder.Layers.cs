using System.Collections.Immutable;

namespace McuSim.Models;

/// <content>Layers without weights.</content>
public sealed partial class GraphBuilder
{
    private static readonly Quantization Probability = Quantization.PerTensor(1f / 256, -128);

    /// <summary>Adds a pool.</summary>
    /// <param name="input">[N, H, W, C].</param>
    /// <param name="kind">Average or max.</param>
    /// <param name="kernel">Rows and columns.</param>
    /// <param name="stride">Along rows and columns.</param>
    /// <param name="padding">SAME or VALID.</param>
    public Tensor Pool2D(Tensor input, PoolKind kind, (int Y, int X) kernel, (int Y, int X) stride, Padding padding = Padding.Valid)
    {
        (Window window, int height, int width) = Window.Fit(input.Shape, padding, kernel, stride, (1, 1));
        Tensor output = NewOutput("pool", Shape.Of(input.Shape[0], height, width, input.Shape[3]), input.Quantization!);
        return Add(new Pool2D(operators.Count, kind, input, output, window, Clamp.None));
    }

    /// <summary>Adds an average over the whole image: [N, H, W, C] to [N, 1, 1, C].</summary>
    /// <param name="input">[N, H, W, C].</param>
    public Tensor GlobalAveragePool(Tensor input) =>
        Pool2D(input, PoolKind.Average, (input.Shape[1], input.Shape[2]), (input.Shape[1], input.Shape[2]));

    /// <summary>Adds a sum, difference or product.</summary>
    /// <param name="kind">Which.</param>
    /// <param name="left">One side.</param>
    /// <param name="right">The other side, of a shape that fits.</param>
    /// <param name="activation">The fused activation.</param>
    public Tensor Elementwise(ElementwiseKind kind, Tensor left, Tensor right, Activation activation = Activation.None)
    {
        Shape larger = left.Shape.ElementCount >= right.Shape.ElementCount ? left.Shape : right.Shape;
        (double leftLeast, double leftMost) = Range(left);
        (double rightLeast, double rightMost) = Range(right);
        (double least, double most) = kind switch
        {
            ElementwiseKind.Add => (leftLeast + rightLeast, leftMost + rightMost),
            ElementwiseKind.Sub => (leftLeast - rightMost, leftMost - rightLeast),
            _ => Extremes(leftLeast * rightLeast, leftLeast * rightMost, leftMost * rightLeast, leftMost * rightMost),
        };
        if (activation is Activation.Relu or Activation.Relu6) least = 0;
        Tensor output = NewOutput(kind.ToString().ToLowerInvariant(), larger, Covering(least, most));
        return Add(new Elementwise(operators.Count, kind, left, right, output, Clamp.Of(activation, output.Quantization!)));
    }

    /// <summary>Adds a mean over dimensions.</summary>
    /// <param name="input">Any shape.</param>
    /// <param name="keepDims">Whether averaged dimensions stay, as 1.</param>
    /// <param name="axes">The dimensions, ascending.</param>
    public Tensor Mean(Tensor input, bool keepDims, params ReadOnlySpan<int> axes)
    {
        ImmutableArray<int> averaged = [.. axes];
        Shape shape = new([.. Enumerable.Range(0, input.Shape.Rank).Where(i => keepDims || !averaged.Contains(i)).Select(i => averaged.Contains(i) ? 1 : input.Shape[i])]);
        Tensor trial = NewOutput("mean", shape, input.Quantization!);
        values.Add(trial, Run(new Mean(operators.Count, input, trial, averaged)));
        (double least, double most) = Range(trial);
        values.Remove(trial);
        Tensor output = trial with { Quantization = Covering(least, most) };
        return Add(new Mean(operators.Count, input, output, averaged));
    }

    /// <summary>Adds a softmax over the last dimension.</summary>
    public Tensor Softmax(Tensor input) => Add(new Softmax(operators.Count, input, NewOutput("softmax", input.Shape, Probability), 1));

    /// <summary>Adds a logistic function.</summary>
    public Tensor Logistic(Tensor input) => Add(new Logistic(operators.Count, input, NewOutput("logistic", input.Shape, Probability)));

    /// <summary>Adds a hyperbolic tangent.</summary>
    public Tensor Tanh(Tensor input) => Add(new Tanh(operators.Count, input, NewOutput("tanh", input.Shape, Quantization.PerTensor(1f / 128, 0))));

    /// <summary>Adds x times a hard sigmoid of x.</summary>
    public Tensor HardSwish(Tensor input)
    {
        (_, double most) = Range(input);
        return Add(new HardSwish(operators.Count, input, NewOutput("hard_swish", input.Shape, Covering(-0.375, most))));
    }

    /// <summary>Adds min(max(x + 3, 0), 6) / 6, as two operators.</summary>
    public Tensor HardSigmoid(Tensor input)
    {
        Tensor Number(double value) => NewTensor("number", ElementType.Int8, Shape.Of(1), Quantization.PerTensor((float)(value / 127), 0)) with { Data = new byte[] { 127 } };
        Tensor shifted = Elementwise(ElementwiseKind.Add, input, Number(3), Activation.Relu6);
        return Elementwise(ElementwiseKind.Mul, shifted, Number(1.0 / 6));
    }

    /// <summary>Adds RELU or RELU6 as an operator of its own.</summary>
    /// <param name="input">Any shape.</param>
    /// <param name="six">Whether values above 6 are cut off too.</param>
    public Tensor Relu(Tensor input, bool six = false)
    {
        (_, double most) = Range(input);
        Tensor output = NewOutput("relu", input.Shape, Covering(0, six ? Math.Min(6, most) : most));
        return Add(new Relu(operators.Count, six ? "RELU6" : "RELU", input, output, Clamp.Of(six ? Activation.Relu6 : Activation.Relu, output.Quantization!)));
    }

    /// <summary>Adds a change of quantisation, or the way from float32 to int8.</summary>
    /// <param name="input">int8, or float32 from -1 to 1.</param>
    /// <param name="quantization">The output's; when null it is chosen to cover the values.</param>
    public Tensor Quantize(Tensor input, Quantization? quantization = null)
    {
        (double least, double most) = input.Type == ElementType.Float32 ? (-1, 1) : Range(input);
        return Add(new Quantize(operators.Count, input, NewOutput("quantized", input.Shape, quantization ?? Covering(least, most))));
    }

    /// <summary>Adds the way from int8 to float32.</summary>
    public Tensor Dequantize(Tensor input) =>
        Add(new Dequantize(operators.Count, input, NewTensor("floats", ElementType.Float32, input.Shape, null)));

    /// <summary>Adds another shape for the same values.</summary>
    public Tensor Reshape(Tensor input, Shape shape) =>
        Add(new Reshape(operators.Count, input, NewTensor("reshaped", input.Type, shape, input.Quantization)));

    /// <summary>Adds a border of zeros.</summary>
    /// <param name="input">Any shape.</param>
    /// <param name="before">Elements before, one number per dimension.</param>
    /// <param name="after">Elements after, one number per dimension.</param>
    public Tensor Pad(Tensor input, ImmutableArray<int> before, ImmutableArray<int> after)
    {
        Shape shape = new([.. input.Shape.Dimensions.Select((size, i) => size + before[i] + after[i])]);
        return Add(new Pad(operators.Count, input, NewOutput("padded", shape, input.Quantization!), before, after, (sbyte)input.ZeroPoint));
    }

    /// <summary>Adds a concatenation; inputs of another quantisation are requantised first.</summary>
    /// <param name="axis">The dimension, not negative.</param>
    /// <param name="parts">The inputs.</param>
    public Tensor Concatenation(int axis, params ReadOnlySpan<Tensor> parts)
    {
        ImmutableArray<Tensor> given = [.. parts];
        bool alike = given.All(part => part.Scale == given[0].Scale && part.ZeroPoint == given[0].ZeroPoint);
        Quantization common = alike ? given[0].Quantization! : Covering(given.Min(part => Range(part).Least), given.Max(part => Range(part).Most));
        ImmutableArray<Tensor> same = [.. given.Select(part => part.Scale == common.Scale && part.ZeroPoint == common.ZeroPoint ? part : Quantize(part, common))];
        Shape shape = new(given[0].Shape.Dimensions.SetItem(axis, given.Sum(part => part.Shape[axis])));
        return Add(new Concatenation(operators.Count, same, NewOutput("concatenated", shape, common), axis));
    }

    /// <summary>Adds a part of a tensor along one dimension.</summary>
    /// <param name="input">Any shape.</param>
    /// <param name="axis">The dimension, not negative.</param>
    /// <param name="start">The first index kept.</param>
    /// <param name="count">How many are kept.</param>
    /// <param name="step">From one index kept to the next.</param>
    public Tensor Slice(Tensor input, int axis, int start, int count, int step = 1)
    {
        ImmutableArray<int> sizes = input.Shape.Dimensions.SetItem(axis, count);
        ImmutableArray<int> starts = [.. sizes.Select((_, i) => i == axis ? start : 0)];
        Tensor output = NewOutput("slice", new(sizes), input.Quantization!);
        return Add(new Slice(operators.Count, input, output, starts, [.. sizes.Select((_, i) => i == axis ? step : 1)], sizes));
    }

    /// <summary>Adds another order of the dimensions.</summary>
    public Tensor Transpose(Tensor input, params ReadOnlySpan<int> permutation)
    {
        ImmutableArray<int> order = [.. permutation];
        Shape shape = new([.. order.Select(dimension => input.Shape[dimension])]);
        return Add(new Transpose(operators.Count, input, NewOutput("transposed", shape, input.Quantization!), order));
    }

    /// <summary>Adds a change of an image's size.</summary>
    /// <param name="input">[N, H, W, C].</param>
    /// <param name="height">New height.</param>
    /// <param name="width">New width.</param>
    /// <param name="alignCorners">The corner pixels of both images coincide.</param>
    /// <param name="halfPixelCenters">Pixel centres lie at half coordinates.</param>
    public Tensor ResizeNearestNeighbor(Tensor input, int height, int width, bool alignCorners = false, bool halfPixelCenters = false)
    {
        Shape shape = Shape.Of(input.Shape[0], height, width, input.Shape[3]);
        Tensor output = NewOutput("resized", shape, input.Quantization!);
        return Add(new ResizeNearestNeighbor(operators.Count, input, output, alignCorners, halfPixelCenters));
    }

    private static (double Least, double Most) Extremes(params ReadOnlySpan<double> products)
    {
        (double least, double most) = (double.MaxValue, double.MinValue);
        foreach (double product in products) (least, most) = (Math.Min(least, product), Math.Max(most, product));
        return (least, most);
    }
}
