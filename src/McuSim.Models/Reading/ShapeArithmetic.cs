using McuSim.Models.Tflite;

namespace McuSim.Models.Reading;

/// <summary>
/// Computes while reading what networks compute about shapes: SHAPE of any tensor, and int32 or int64 vectors and scalars made from such.
/// Shapes are fixed, so no such operator is left in the graph.
/// </summary>
internal static class ShapeArithmetic
{
    private static readonly HashSet<string> Names =
    [
        "SHAPE", "STRIDED_SLICE", "PACK", "GATHER", "CAST", "REDUCE_PROD",
    ];

    /// <summary>Whether the operator is supported for shapes only.</summary>
    public static bool Knows(string name) => Names.Contains(name);

    /// <summary>The output as a constant, or null when the operator does not compute a shape.</summary>
    public static Tensor? Fold(OperatorSource source)
    {
        if (source.Outputs.Take(2).ToArray() is not [var output]) return null;
        if (output.Type is not (ElementType.Int32 or ElementType.Int64)) return null;
        source.CheckInputs(1, 4096);
        source.Charge(8L * output.Shape.ElementCount);
        if (source.Name == "SHAPE") return Finish(source, [.. source.Input(0).Shape.Dimensions.Select(dimension => (long)dimension)]);
        foreach (Tensor input in source.Inputs)
        {
            if (!input.IsConstant || input.Type is not (ElementType.Int32 or ElementType.Int64)) return null;
            source.Charge(8L * input.Shape.ElementCount);
        }

        return source.Name switch
        {
            "CAST" or "RESHAPE" or "SQUEEZE" or "EXPAND_DIMS" => Finish(source, Values(source, 0)),
            "STRIDED_SLICE" => Finish(source, Slice(source)),
            "PACK" => Finish(source, [.. Enumerable.Range(0, source.InputCount).Select(i => Scalar(source, i))]),
            "CONCATENATION" => Finish(source, [.. Enumerable.Range(0, source.InputCount).SelectMany(i => Vector(source, i))]),
            "GATHER" => Finish(source, Gather(source)),
            "REDUCE_PROD" => Finish(source, [Vector(source, 0).Aggregate(1L, (product, value) => unchecked(product * value))]),
            "ADD" => Finish(source, Combine(source, (a, b) => unchecked(a + b))),
            "SUB" => Finish(source, Combine(source, (a, b) => unchecked(a - b))),
            "MUL" => Finish(source, Combine(source, (a, b) => unchecked(a * b))),
            _ => null,
        };
    }

    private static Tensor Finish(OperatorSource source, long[] values)
    {
        if (values.Length != source.Output.Shape.ElementCount)
            throw source.Error(
                $"it gives {values.Length} numbers, but its output has the shape {source.Output.Shape}",
                "export the model again");
        return ConstantIntegers.Fill(source.Output, values);
    }

    private static long[] Values(OperatorSource source, int number) => ConstantIntegers.Read(source.Input(number))!;

    private static long[] Vector(OperatorSource source, int number)
    {
        source.Ranked(source.Input(number), 0, 1);
        return Values(source, number);
    }

    private static long Scalar(OperatorSource source, int number)
    {
        long[] values = Vector(source, number);
        return values.Length == 1 ? values[0] : throw source.Error("it packs vectors", "export the model with fixed shapes");
    }

    private static long[] Combine(OperatorSource source, Func<long, long, long> combine)
    {
        if (new ElementwiseOptions(source.Options).Activation != (int)Activation.None)
            throw source.Error("it has a fused activation on shapes", "export the model again");
        long[] left = Vector(source, 0);
        long[] right = Vector(source, 1);
        if (left.Length != right.Length && left.Length != 1 && right.Length != 1)
            throw source.Error($"its inputs have {left.Length} and {right.Length} elements", "export the model again");
        return [.. Enumerable.Range(0, Math.Max(left.Length, right.Length)).Select(i => combine(left[left.Length == 1 ? 0 : i], right[right.Length == 1 ? 0 : i]))];
    }

    private static long[] Gather(OperatorSource source)
    {
        var options = new GatherOptions(source.Options);
        if (options.BatchDims != 0 || options.Axis is not (0 or -1))
            throw source.Error("it gathers along a dimension other than the first", "export the model again");
        long[] values = Vector(source, 0);
        return [.. Values(source, 1).Select(index => index >= 0 && index < values.Length
            ? values[index]
            : throw source.Error($"it gathers element {index} of {values.Length}", "export the model again"))];
    }

    private static long[] Slice(OperatorSource source)
    {
        var options = new StridedSliceOptions(source.Options);
        long[] values = Vector(source, 0);
        long[] begin = Vector(source, 1);
        long[] end = Vector(source, 2);
        long[] stride = Vector(source, 3);
        if (begin.Length != 1 || end.Length != 1 || stride.Length != 1 || stride[0] == 0 || options.EllipsisMask != 0 || options.NewAxisMask != 0 || options.Offset)
            throw source.Error("it slices in a way that is not supported for shapes", "export the model with fixed shapes");
        bool forward = stride[0] > 0;
        long count = values.Length;
        long first = options.BeginMask != 0 ? (forward ? 0 : count - 1) : Clip(begin[0]);
        if (options.ShrinkAxisMask != 0)
            return first >= 0 && first < count && begin[0] < count ? [values[first]] : throw source.Error(
                $"it takes element {begin[0]} of {count}",
                "export the model again");
        long last = options.EndMask != 0 ? (forward ? count : -1) : Clip(end[0]);
        var slice = new List<long>();
        for (long i = first; forward ? i < last : i > last; i += Math.Clamp(stride[0], -count, count)) slice.Add(values[i]);
        return [.. slice];

        // As kernels/internal/strided_slice_logic.h: a negative position counts from the end, one outside is moved to the border.
        long Clip(long position)
        {
            if (position < 0) position += count;
            return forward ? Math.Clamp(position, 0, count) : Math.Clamp(position, -1, count - 1);
        }
    }
}
