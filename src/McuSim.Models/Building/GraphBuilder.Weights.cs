using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace McuSim.Models;

/// <content>Layers with weights.</content>
public sealed partial class GraphBuilder
{
    /// <summary>The standard deviation of whole numbers spread evenly over -127 to 127.</summary>
    private const double WeightDeviation = 73.6;

    /// <summary>Adds a convolution with a scale per channel.</summary>
    /// <param name="input">[N, H, W, C].</param>
    /// <param name="channels">Output channels.</param>
    /// <param name="kernel">Rows and columns.</param>
    /// <param name="stride">Along rows and columns.</param>
    /// <param name="padding">SAME or VALID.</param>
    /// <param name="activation">The fused activation.</param>
    /// <param name="dilation">Along rows and columns; default 1.</param>
    /// <param name="groups">Groups of channels convolved apart.</param>
    public Tensor Conv2D(
        Tensor input, int channels, (int Y, int X) kernel, (int Y, int X) stride, Padding padding = Padding.Same,
        Activation activation = Activation.Relu, (int Y, int X)? dilation = null, int groups = 1)
    {
        (Window window, int height, int width) = Window.Fit(input.Shape, padding, kernel, stride, dilation ?? (1, 1));
        int depth = input.Shape[3] / groups;
        (Tensor weights, Tensor bias) = Weights(input, Shape.Of(channels, kernel.Y, kernel.X, depth), kernel.Y * kernel.X * depth, channels, 0);
        Tensor output = NewOutput("conv", Shape.Of(input.Shape[0], height, width, channels), CoveringNormal(OutputDeviation, activation));
        return Add(new Conv2D(operators.Count, input, weights, bias, output, window, Clamp.Of(activation, output.Quantization!)));
    }

    /// <summary>Weights for 1x1 convolutions that share them, scaled for the first of their inputs.</summary>
    /// <param name="input">[N, H, W, C].</param>
    /// <param name="channels">Output channels.</param>
    public Tensor PointwiseWeights(Tensor input, int channels) =>
        RandomWeights(input, Shape.Of(channels, 1, 1, input.Shape[3]), input.Shape[3], channels, 0);

    /// <summary>Adds a 1x1 convolution with weights that are there.</summary>
    /// <param name="input">[N, H, W, C].</param>
    /// <param name="weights">From <see cref="PointwiseWeights"/>.</param>
    /// <param name="bias">Per output channel, in reals; from <see cref="RandomBias"/>, or null for none.</param>
    public Tensor Pointwise(Tensor input, Tensor weights, ImmutableArray<double>? bias = null)
    {
        int channels = weights.Shape[0];
        (Window window, int height, int width) = Window.Fit(input.Shape, Padding.Valid, (1, 1), (1, 1), (1, 1));
        Tensor output = NewOutput("conv", Shape.Of(input.Shape[0], height, width, channels), CoveringNormal(OutputDeviation, Activation.None));
        return Add(new Conv2D(operators.Count, input, weights, bias is { } reals ? Bias(input, weights, reals) : null, output, window, Clamp.None));
    }

    /// <summary>Adds a depthwise convolution with a scale per channel.</summary>
    /// <param name="input">[N, H, W, C].</param>
    /// <param name="kernel">Rows and columns.</param>
    /// <param name="stride">Along rows and columns.</param>
    /// <param name="padding">SAME or VALID.</param>
    /// <param name="activation">The fused activation.</param>
    /// <param name="multiplier">Output channels per input channel.</param>
    /// <param name="dilation">Along rows and columns; default 1.</param>
    public Tensor DepthwiseConv2D(
        Tensor input, (int Y, int X) kernel, (int Y, int X) stride, Padding padding = Padding.Same,
        Activation activation = Activation.Relu, int multiplier = 1, (int Y, int X)? dilation = null)
    {
        (Window window, int height, int width) = Window.Fit(input.Shape, padding, kernel, stride, dilation ?? (1, 1));
        int channels = input.Shape[3] * multiplier;
        (Tensor weights, Tensor bias) = Weights(input, Shape.Of(1, kernel.Y, kernel.X, channels), kernel.Y * kernel.X, channels, 3);
        Tensor output = NewOutput("depthwise", Shape.Of(input.Shape[0], height, width, channels), CoveringNormal(OutputDeviation, activation));
        return Add(new DepthwiseConv2D(operators.Count, input, weights, bias, output, window, Clamp.Of(activation, output.Quantization!)));
    }

    /// <summary>Adds a fully connected layer with one scale for all weights.</summary>
    /// <param name="input">Its last dimension is a row; the dimensions before it stay.</param>
    /// <param name="outputs">Outputs per row.</param>
    /// <param name="activation">The fused activation.</param>
    public Tensor FullyConnected(Tensor input, int outputs, Activation activation = Activation.None)
    {
        int row = input.Shape[-1];
        (Tensor weights, Tensor bias) = Weights(input, Shape.Of(outputs, row), row, outputs, null);
        Shape shape = new(input.Shape.Dimensions.SetItem(input.Shape.Rank - 1, outputs));
        Tensor output = NewOutput("dense", shape, CoveringNormal(OutputDeviation, activation));
        return Add(new FullyConnected(operators.Count, input, weights, bias, output, Clamp.Of(activation, output.Quantization!)));
    }

    /// <summary>Random weights, scaled so that sums of <paramref name="count"/> products have the wanted deviation, and a bias.</summary>
    private (Tensor Weights, Tensor Bias) Weights(Tensor input, Shape shape, int count, int channels, int? axis)
    {
        Tensor weights = RandomWeights(input, shape, count, channels, axis);
        return (weights, Bias(input, weights, RandomBias(channels)));
    }

    private Tensor RandomWeights(Tensor input, Shape shape, int count, int channels, int? axis)
    {
        byte[] data = new byte[shape.ElementCount];
        random.Fill(MemoryMarshal.Cast<byte, sbyte>(data.AsSpan()), -127, 127);
        double scale = OutputDeviation / (Math.Sqrt(count) * WeightDeviation * RootMeanSquare(input));
        ImmutableArray<float> scales = axis is null ? [(float)scale] : [.. Enumerable.Range(0, channels).Select(_ => (float)(scale * random.Between(0.7, 1.3)))];
        var quantization = new Quantization(scales, [.. scales.Select(_ => 0)], channels > 1 ? axis ?? 0 : 0);
        return NewTensor("weights", ElementType.Int8, shape, quantization) with { Data = data };
    }

    /// <summary>A random bias, in reals.</summary>
    /// <param name="channels">One number per output channel.</param>
    public ImmutableArray<double> RandomBias(int channels) => [.. Enumerable.Range(0, channels).Select(_ => random.Between(-0.5, 0.5) * OutputDeviation)];

    private Tensor Bias(Tensor input, Tensor weights, ImmutableArray<double> reals)
    {
        byte[] data = new byte[4 * reals.Length];
        Span<int> bias = MemoryMarshal.Cast<byte, int>(data.AsSpan());
        ImmutableArray<float> scales = [.. weights.Quantization!.Scales.Select(scale => scale * input.Scale)];
        for (int i = 0; i < bias.Length; i++) bias[i] = (int)(reals[i] / scales[scales.Length == 1 ? 0 : i]);
        return NewTensor("bias", ElementType.Int32, Shape.Of(bias.Length), new Quantization(scales, [.. scales.Select(_ => 0)], 0)) with { Data = data };
    }
}
