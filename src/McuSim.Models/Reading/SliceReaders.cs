using System.Collections.Immutable;
using McuSim.Models.Tflite;

namespace McuSim.Models.Reading;

/// <summary>Reads the operators that take parts of a tensor: STRIDED_SLICE, SLICE, SPLIT, SPLIT_V and UNPACK.</summary>
internal static class SliceReaders
{
    private const int MostDimensions = 5;

    public static Operator ReadStridedSlice(OperatorSource source)
    {
        source.CheckInputs(4, 4);
        var options = new StridedSliceOptions(source.Options);
        (Tensor input, Tensor output) = (Input(source, 0), source.Output);
        (ImmutableArray<int> begin, ImmutableArray<int> end, ImmutableArray<int> steps) = (source.Integers(1), source.Integers(2), source.Integers(3));
        int rank = input.Shape.Rank;
        if (options.EllipsisMask != 0 || options.NewAxisMask != 0 || options.Offset || begin.Length != rank || end.Length != rank || steps.Length != rank || steps.Contains(0))
            throw source.Error("it slices with an ellipsis, a new axis or other than one number per dimension", "write the slice out");
        var starts = new int[rank];
        var sizes = new int[rank];
        for (int axis = 0; axis < rank; axis++)
        {
            bool shrinks = (options.ShrinkAxisMask >> axis & 1) != 0;
            (starts[axis], sizes[axis]) = Along(
                input.Shape[axis], (options.BeginMask >> axis & 1) != 0 ? null : begin[axis], (options.EndMask >> axis & 1) != 0 ? null : end[axis], steps[axis], shrinks);
            if (sizes[axis] < 1 || starts[axis] < 0 || starts[axis] >= input.Shape[axis]) throw source.Error($"it keeps nothing of dimension {axis}", "export the model again");
        }

        ImmutableArray<int> kept = [.. sizes.Where((_, axis) => (options.ShrinkAxisMask >> axis & 1) == 0)];
        source.CheckShape(kept.AsSpan());
        return Make(source, input, output, [.. starts], steps, [.. sizes]);
    }

    public static Operator ReadSlice(OperatorSource source)
    {
        source.CheckInputs(3, 3);
        Tensor input = Input(source, 0);
        (ImmutableArray<int> begin, ImmutableArray<int> size) = (source.Integers(1), source.Integers(2));
        int rank = input.Shape.Rank;
        if (begin.Length != rank || size.Length != rank) throw source.Error("it has other than one number per dimension", "export the model again");
        ImmutableArray<int> sizes = [.. size.Select((count, axis) => count == -1 ? input.Shape[axis] - begin[axis] : count)];
        for (int axis = 0; axis < rank; axis++)
        {
            if (begin[axis] < 0 || sizes[axis] < 1 || (long)begin[axis] + sizes[axis] > input.Shape[axis])
                throw source.Error($"it reaches outside dimension {axis}", "export the model again");
        }

        source.CheckShape(sizes.AsSpan());
        return Make(source, input, source.Output, begin, [.. sizes.Select(_ => 1)], sizes);
    }

    /// <summary>SPLIT (axis, input) and SPLIT_V (input, sizes, axis): one slice per output.</summary>
    public static IEnumerable<Operator> ReadSplit(OperatorSource source)
    {
        bool explicitSizes = source.Name == "SPLIT_V";
        source.CheckInputs(explicitSizes ? 3 : 2, explicitSizes ? 3 : 2);
        Tensor input = Input(source, explicitSizes ? 0 : 1);
        ImmutableArray<int> axes = source.Integers(explicitSizes ? 2 : 0);
        if (axes.Length != 1) throw source.Error("it has several axes", "export the model again");
        return Parts(source, input, axes[0], output => output.Shape);
    }

    /// <summary>UNPACK: one slice per output, without the dimension.</summary>
    public static IEnumerable<Operator> ReadUnpack(OperatorSource source)
    {
        source.CheckInputs(1, 1);
        int axis = new UnpackOptions(source.Options).Axis;
        Tensor input = Input(source, 0);
        int position = axis < 0 ? axis + input.Shape.Rank : axis;
        return Parts(source, input, axis, output => position <= output.Shape.Rank ? new(output.Shape.Dimensions.Insert(position, 1)) : output.Shape);
    }

    private static IEnumerable<Operator> Parts(OperatorSource source, Tensor input, int axis, Func<Tensor, Shape> shapeOf)
    {
        int rank = input.Shape.Rank;
        if (axis < 0) axis += rank;
        if (axis < 0 || axis >= rank) throw source.Error($"its axis does not exist in {rank} dimensions", "export the model again");
        int start = 0;
        foreach (Tensor output in source.Outputs)
        {
            Shape shape = shapeOf(output);
            if (shape.Rank != rank || !shape.Dimensions.SetItem(axis, 1).SequenceEqual(input.Shape.Dimensions.SetItem(axis, 1)) || start + shape[axis] > input.Shape[axis])
                throw source.Error($"its output has the shape {output.Shape}, which does not fit the input's {input.Shape}", "export the model again");
            int first = start;
            yield return Make(
                source, input, output, [.. Enumerable.Range(0, rank).Select(i => i == axis ? first : 0)], [.. Enumerable.Repeat(1, rank)], shape.Dimensions);
            start += shape[axis];
        }
    }

    private static Tensor Input(OperatorSource source, int number) => source.Ranked(source.Int8(source.Input(number)), 1, MostDimensions);

    private static Slice Make(
        OperatorSource source, Tensor input, Tensor output, ImmutableArray<int> starts, ImmutableArray<int> steps, ImmutableArray<int> sizes)
    {
        source.SameQuantization(input, source.Int8(output));
        return new(source.Index, input, output, starts, steps, sizes);
    }

    /// <summary>As kernels/internal/strided_slice_logic.h: a negative position counts from the end, one outside is moved to the border.</summary>
    private static (int Start, int Size) Along(int count, int? begin, int? end, int step, bool shrinks)
    {
        int Clip(int position)
        {
            if (position < 0) position = (int)Math.Max(int.MinValue + 1L, (long)position + count);
            return step > 0 ? Math.Clamp(position, 0, count) : Math.Clamp(position, -1, count - 1);
        }

        int start = begin is { } first ? Clip(first) : step > 0 ? 0 : count - 1;
        if (shrinks) return (start, 1);
        int stop = end is { } last ? Clip(last) : step > 0 ? count : -1;
        long distance = step > 0 ? (long)stop - start : (long)start - stop;
        long stride = Math.Abs((long)step);
        return (start, (int)Math.Max(0, (distance + stride - 1) / stride));
    }
}
