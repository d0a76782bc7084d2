using System.Collections.Immutable;
using McuSim.Models.Tflite;

namespace McuSim.Models.Reading;

/// <summary>Reads the operators that move stored values without computing.</summary>
internal static class MovementReaders
{
    public static Operator ReadReshape(OperatorSource source)
    {
        Tensor input = source.Input(0);
        if (input.Type != source.Output.Type)
            throw source.Error($"it turns {input.Type} into {source.Output.Type}", "export the model again");
        source.CheckElements(input);
        return new Reshape(source.Index, input, source.Output);
    }

    public static Operator ReadPad(OperatorSource source)
    {
        source.CheckInputs(2, 3);
        Tensor input = source.Ranked(source.Int8(source.Input(0)), 1, 5);
        Tensor output = source.Int8(source.Output);
        int rank = input.Shape.Rank;
        ImmutableArray<int> counts = source.Integers(1);
        if (counts.Length != 2 * rank)
            throw source.Error($"it has {counts.Length} padding counts for {rank} dimensions", "export the model again");
        if (counts.Any(count => count is < 0 or > TensorReader.LargestTensor))
            throw source.Error("it has a negative or huge padding count", "export the model again");
        ImmutableArray<int> before = [.. counts.Where((_, i) => i % 2 == 0)];
        ImmutableArray<int> after = [.. counts.Where((_, i) => i % 2 == 1)];
        source.CheckShape([.. input.Shape.Dimensions.Select((dimension, i) => dimension + before[i] + after[i])]);
        return new Pad(source.Index, input, output, before, after, ReadValue(source, output));
    }

    public static Operator ReadConcatenation(OperatorSource source)
    {
        source.CheckInputs(1, 4096);
        var options = new ConcatenationOptions(source.Options);
        Tensor output = source.Int8(source.Output);
        int rank = output.Shape.Rank;
        int axis = options.Axis < 0 ? options.Axis + rank : options.Axis;
        if (axis < 0 || axis >= rank)
            throw source.Error($"its axis {options.Axis} does not exist in {rank} dimensions", "export the model again");
        if (options.Activation != (int)Activation.None) throw source.Error("it has a fused activation", "put the activation behind it");
        ImmutableArray<Tensor> inputs = [.. Enumerable.Range(0, source.InputCount).Select(i => source.Int8(source.Input(i)))];
        foreach (Tensor input in inputs)
        {
            if (input.Scale != output.Scale || input.ZeroPoint != output.ZeroPoint)
                throw source.Error(
                    $"its input {TensorReader.Shown(input.Name)} is quantised differently from its output",
                    "quantise the model again");
            if (input.Shape.Rank != rank || !input.Shape.Dimensions.SetItem(axis, 0).SequenceEqual(output.Shape.Dimensions.SetItem(axis, 0)))
                throw source.Error(
                    $"its input {TensorReader.Shown(input.Name)} has the shape {input.Shape}, which does not fit the output's {output.Shape}",
                    "export the model again");
        }

        long total = inputs.Sum(input => (long)input.Shape[axis]);
        if (total != output.Shape[axis])
            throw source.Error(
                $"its inputs have {total} elements along dimension {axis}, its output {output.Shape[axis]}",
                "export the model again");
        return new Concatenation(source.Index, inputs, output, axis);
    }

    public static Operator ReadTranspose(OperatorSource source)
    {
        source.CheckInputs(2, 2);
        Tensor input = source.Ranked(source.Int8(source.Input(0)), 1, 5);
        Tensor output = source.Int8(source.Output);
        ImmutableArray<int> permutation = source.Integers(1);
        if (!permutation.Order().SequenceEqual(Enumerable.Range(0, input.Shape.Rank)))
            throw source.Error(
                $"{string.Join(',', permutation.Take(8))} is not an order of {input.Shape.Rank} dimensions",
                "export the model again");
        source.CheckShape([.. permutation.Select(dimension => input.Shape[dimension])]);
        return new Transpose(source.Index, input, output, permutation);
    }

    public static Operator ReadResizeNearestNeighbor(OperatorSource source)
    {
        var options = new ResizeNearestNeighborOptions(source.Options);
        return new ResizeNearestNeighbor(source.Index, ReadResized(source), source.Output, options.AlignCorners, options.HalfPixelCenters);
    }

    public static Operator ReadResizeBilinear(OperatorSource source)
    {
        var options = new ResizeBilinearOptions(source.Options);
        Tensor input = ReadResized(source);
        source.SameQuantization(input, source.Output);
        if (input.Quantization!.IsFromUInt8) throw source.Error("on uint8 it computes with float32, which is not supported", "quantise the model to full int8");
        if (options is { AlignCorners: true, HalfPixelCenters: true }) throw source.Error("it asks for aligned corners and half pixels at once", "export the model again");
        if (input.Shape[1] > 4096 || input.Shape[2] > 4096 || source.Output.Shape[1] > 512 || source.Output.Shape[2] > 512)
            throw source.Error("its images are too large for the kernel's 10 fractional bits", "resize to at most 512 pixels");
        return new ResizeBilinear(source.Index, input, source.Output, options.AlignCorners, options.HalfPixelCenters);
    }

    private static Tensor ReadResized(OperatorSource source)
    {
        source.CheckInputs(2, 2);
        Tensor input = source.Ranked(source.Int8(source.Input(0)), 4, 4);
        source.Int8(source.Output);
        ImmutableArray<int> size = source.Integers(1);
        if (size.Length != 2) throw source.Error($"its size has {size.Length} numbers instead of 2", "export the model again");
        source.CheckShape(input.Shape[0], size[0], size[1], input.Shape[3]);
        source.Charge(4L * (size[0] + (long)size[1]));
        return input;
    }

    private static sbyte ReadValue(OperatorSource source, Tensor output)
    {
        if (source.OptionalInput(2) is not { } value) return (sbyte)output.ZeroPoint;
        source.Int8(value);
        if (!value.IsConstant || value.Shape.ElementCount != 1)
            throw source.Error($"its padding value {TensorReader.Shown(value.Name)} is not one constant", "use one constant");
        if (value.Scale != output.Scale || value.ZeroPoint != output.ZeroPoint)
            throw source.Error(
                $"its padding value {TensorReader.Shown(value.Name)} is quantised differently from its output",
                "quantise the model again");
        return (sbyte)value.Data.Span[0];
    }
}
