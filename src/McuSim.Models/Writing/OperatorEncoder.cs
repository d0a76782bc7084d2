using McuSim.Common;
using McuSim.Models.Flatbuffers;

namespace McuSim.Models.Writing;

/// <summary>
/// Turns operators into what the schema wants. Versions are the lowest that have the int8 form (TensorFlow Lite
/// <c>tools/versioning/op_version.cc</c>).
/// </summary>
internal static class OperatorEncoder
{
    public static EncodedOperator Encode(Operator step, TensorWriter tensors)
    {
        FlatTableNode options = new();
        return step switch
        {
            Conv2D o => new(o.Name, 3, 1, Conv(o), Inputs(o.Input, o.Weights, o.Bias)),
            DepthwiseConv2D o => new(o.Name, 3, 2, Depthwise(o), Inputs(o.Input, o.Weights, o.Bias)),
            FullyConnected o => new(o.Name, KeepsDimensions(o) ? 5 : 4, 8, Connected(o), [.. Inputs(o.Input, o.Weights), o.Bias is null ? -1 : tensors.IndexOf(o.Bias)]),
            Pool2D o => new(o.Name, 2, 5, Pool(o), Inputs(o.Input)),
            Elementwise o => new(
                o.Name, 2, o.Kind switch { ElementwiseKind.Add => 11, ElementwiseKind.Sub => 28, _ => 21 }, options.Byte(0, ActivationOf(o, o.Clamp)), Inputs(o.Left, o.Right)),
            Pad o => EncodePad(o, tensors),
            Mean o => new(
                o.Name, 2, 27, options.Byte(0, o.Output.Shape.Rank == o.Input.Shape.Rank ? 1 : 0),
                [.. Inputs(o.Input), tensors.Integers("axes", Shape.Of(o.Axes.Length), o.Axes.AsSpan())]),
            Reshape o => new(
                o.Name, 1, 17, options.Node(0, FlatVectorNode.Of(o.Output.Shape.Dimensions.AsSpan())), ReshapeInputs(o, tensors)),
            Softmax o => new(o.Name, 2, 9, options.Single(0, o.Beta), Inputs(o.Input)),
            Logistic o => new(o.Name, 2, 0, options, Inputs(o.Input)),
            Relu o => new(o.Name, 2, 0, options, Inputs(o.Input)),
            Concatenation o => new(o.Name, 2, 10, options.Int32(0, o.Axis), Inputs([.. o.Inputs])),
            Transpose o => new(
                o.Name, 2, 26, options, [.. Inputs(o.Input), tensors.Integers("permutation", Shape.Of(o.Permutation.Length), o.Permutation.AsSpan())]),
            Tanh o => new(o.Name, 2, 0, options, Inputs(o.Input)),
            HardSwish o => new(o.Name, 1, 91, options, Inputs(o.Input)),
            LeakyRelu o => new(o.Name, 2, 75, options.Single(0, o.Alpha), Inputs(o.Input)),
            Prelu o => new(o.Name, 1, 0, options, Inputs(o.Input, o.Alpha)),
            Extremum o => new(o.Name, 2, 39, options, Inputs(o.Left, o.Right)),
            ResizeBilinear o => new(
                o.Name, o.HalfPixelCenters ? 3 : 2, 15, options.Byte(2, o.AlignCorners ? 1 : 0).Byte(3, o.HalfPixelCenters ? 1 : 0),
                [.. Inputs(o.Input), tensors.Integers("size", Shape.Of(2), [o.Output.Shape[1], o.Output.Shape[2]])]),
            TransposeConv o => new(
                o.Name, 3, 49,
                options.Byte(0, PaddingOf(o, o.Window, o.Output.Shape, o.Input.Shape)).Int32(1, o.Window.StrideX).Int32(2, o.Window.StrideY).Byte(3, ActivationOf(o, o.Clamp)),
                [tensors.Integers("shape", Shape.Of(4), o.Output.Shape.Dimensions.AsSpan()), .. Inputs(o.Weights, o.Input, o.Bias)]),
            Slice o => SliceEncoder.Encode(o, tensors),
            ResizeNearestNeighbor o => new(
                o.Name, o.AlignCorners || o.HalfPixelCenters ? 3 : 2, 74, options.Byte(0, o.AlignCorners ? 1 : 0).Byte(1, o.HalfPixelCenters ? 1 : 0),
                [.. Inputs(o.Input), tensors.Integers("size", Shape.Of(2), [o.Output.Shape[1], o.Output.Shape[2]])]),
            Quantize o => new(o.Name, 1, 89, options, Inputs(o.Input)),
            Dequantize o => new(o.Name, 2, 38, options, Inputs(o.Input)),
            _ => throw new NotSupportedException($"{step.Name} cannot be written."),
        };

        int[] Inputs(params ReadOnlySpan<Tensor?> given)
        {
            var indices = new List<int>();
            foreach (Tensor? tensor in given)
            {
                if (tensor is not null) indices.Add(tensors.IndexOf(tensor));
            }

            return [.. indices];
        }
    }

    private static EncodedOperator EncodePad(Pad o, TensorWriter tensors)
    {
        int[] counts = [.. o.Before.Zip(o.After, (before, after) => new[] { before, after }).SelectMany(pair => pair)];
        int[] inputs = [tensors.IndexOf(o.Input), tensors.Integers("paddings", Shape.Of(o.Before.Length, 2), counts)];
        if (o.Value == o.Output.ZeroPoint) return new("PAD", 2, 22, new FlatTableNode(), inputs);
        var value = new Tensor(-1, "padding_value", ElementType.Int8, Shape.Of(), o.Output.Quantization, new[] { (byte)o.Value });
        return new("PADV2", 2, 43, new FlatTableNode(), [.. inputs, tensors.IndexOf(value)]);
    }

    /// <summary>A scalar has no shape vector: a constant must have at least one element.</summary>
    private static int[] ReshapeInputs(Reshape o, TensorWriter tensors) => o.Output.Shape.Rank == 0
        ? [tensors.IndexOf(o.Input)]
        : [tensors.IndexOf(o.Input), tensors.Integers("shape", Shape.Of(o.Output.Shape.Rank), o.Output.Shape.Dimensions.AsSpan())];

    private static FlatTableNode Conv(Conv2D o) => new FlatTableNode()
        .Byte(0, PaddingOf(o, o.Window, o.Input.Shape, o.Output.Shape)).Int32(1, o.Window.StrideX).Int32(2, o.Window.StrideY)
        .Byte(3, ActivationOf(o, o.Clamp)).Int32(4, o.Window.DilationX).Int32(5, o.Window.DilationY);

    private static FlatTableNode Depthwise(DepthwiseConv2D o) => new FlatTableNode()
        .Byte(0, PaddingOf(o, o.Window, o.Input.Shape, o.Output.Shape)).Int32(1, o.Window.StrideX).Int32(2, o.Window.StrideY)
        .Int32(3, o.DepthMultiplier).Byte(4, ActivationOf(o, o.Clamp)).Int32(5, o.Window.DilationX).Int32(6, o.Window.DilationY);

    private static FlatTableNode Pool(Pool2D o) => new FlatTableNode()
        .Byte(0, PaddingOf(o, o.Window, o.Input.Shape, o.Output.Shape)).Int32(1, o.Window.StrideX).Int32(2, o.Window.StrideY)
        .Int32(3, o.Window.KernelWidth).Int32(4, o.Window.KernelHeight).Byte(5, ActivationOf(o, o.Clamp));

    private static FlatTableNode Connected(FullyConnected o) => new FlatTableNode()
        .Byte(0, ActivationOf(o, o.Clamp)).Byte(1, 0).Byte(2, KeepsDimensions(o) ? 1 : 0);

    private static bool KeepsDimensions(FullyConnected o) => o.Output.Shape.Rank > 2;

    private static int PaddingOf(Operator step, Window window, Shape image, Shape result)
    {
        foreach (Padding padding in new[] { Padding.Same, Padding.Valid })
        {
            (Window fitted, int height, int width) = Window.Fit(
                image, padding, (window.KernelHeight, window.KernelWidth), (window.StrideY, window.StrideX), (window.DilationY, window.DilationX));
            if (fitted == window && height == result[1] && width == result[2]) return (int)padding;
        }

        throw McuSimException.BadInput($"operator {step.Index} ({step.Name}) cannot be written: its padding is neither SAME nor VALID; put a PAD before it.");
    }

    private static int ActivationOf(Operator step, Clamp clamp)
    {
        foreach (Activation activation in Enum.GetValues<Activation>())
        {
            if (Clamp.Of(activation, step.Output.Quantization!) == clamp) return (int)activation;
        }

        throw McuSimException.BadInput($"operator {step.Index} ({step.Name}) cannot be written: no activation leaves {clamp.Min} to {clamp.Max}; use NONE, RELU, RELU6 or RELU_N1_TO_1.");
    }
}
