using System.Collections.Immutable;
using McuSim.Models.Flatbuffers;

namespace McuSim.Models.Writing;

/// <summary>Turns a slice into STRIDED_SLICE.</summary>
internal static class SliceEncoder
{
    public static EncodedOperator Encode(Slice o, TensorWriter tensors)
    {
        int rank = o.Input.Shape.Rank;
        ImmutableArray<int> ends = [.. o.Starts.Select((start, axis) => start + (o.Steps[axis] * o.Sizes[axis]))];
        int Vector(string name, ImmutableArray<int> values) => tensors.Integers(name, Shape.Of(rank), values.AsSpan());

        // An end below 0 would count from the dimension's end, so a slice backwards through index 0 masks it.
        int endMask = Enumerable.Range(0, rank).Where(axis => ends[axis] < 0).Sum(axis => 1 << axis);
        return new(
            o.Name, 2, 32, new FlatTableNode().Int32(0, 0).Int32(1, endMask).Int32(4, LeftOut(o)),
            [tensors.IndexOf(o.Input), Vector("begin", o.Starts), Vector("end", ends), Vector("strides", o.Steps)]);
    }

    /// <summary>The mask of the dimensions that the output lacks.</summary>
    private static int LeftOut(Slice o)
    {
        int mask = 0;
        int missing = o.Input.Shape.Rank - o.Output.Shape.Rank;
        for (int axis = 0, kept = 0; axis < o.Sizes.Length; axis++)
        {
            bool leave = missing > 0 && o.Sizes[axis] == 1 && (kept == o.Output.Shape.Rank || o.Output.Shape[kept] != 1);
            if (leave)
            {
                mask |= 1 << axis;
                missing--;
            }
            else
            {
                kept++;
            }
        }

        return mask;
    }
}
