using System.Collections.Immutable;

using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>Shapes brought to a fixed number of dimensions, and strides.</summary>
internal static class Dimensions
{
    /// <summary>The dimensions with ones in front so that there are <paramref name="rank"/>.</summary>
    public static ImmutableArray<int> Padded(Shape shape, int rank) => Padded(shape.Dimensions, rank, 1);

    /// <summary>A number per dimension, with <paramref name="filler"/> in front so that there are <paramref name="rank"/>.</summary>
    public static ImmutableArray<int> Padded(ImmutableArray<int> values, int rank, int filler) =>
        [.. Enumerable.Repeat(filler, rank - values.Length), .. values];

    /// <summary>Elements from one index to the next in each dimension.</summary>
    public static ImmutableArray<int> Strides(ImmutableArray<int> dimensions)
    {
        var strides = new int[dimensions.Length];
        int stride = 1;
        for (int i = dimensions.Length - 1; i >= 0; i--)
        {
            strides[i] = stride;
            stride *= dimensions[i];
        }

        return [.. strides];
    }

    /// <summary>The same walk in as few dimensions as possible: those of size 1 go, and neighbours that one stride serves become one.</summary>
    public static (ImmutableArray<int> Sizes, ImmutableArray<int> Strides) Merged(ImmutableArray<int> sizes, ImmutableArray<int> strides)
    {
        var merged = new List<(int Size, int Stride)>();
        for (int i = 0; i < sizes.Length; i++)
        {
            if (sizes[i] == 1) continue;
            if (merged.Count > 0 && merged[^1].Stride == (long)strides[i] * sizes[i]) merged[^1] = (merged[^1].Size * sizes[i], strides[i]);
            else merged.Add((sizes[i], strides[i]));
        }

        return ([.. merged.Select(m => m.Size)], [.. merged.Select(m => m.Stride)]);
    }

    /// <summary>Strides in which broadcast dimensions (of size 1 where the output's is more) stand still.</summary>
    public static ImmutableArray<int> BroadcastStrides(Shape shape, ImmutableArray<int> output)
    {
        ImmutableArray<int> dimensions = Padded(shape, output.Length);
        return [.. Strides(dimensions).Select((stride, i) => dimensions[i] == 1 ? 0 : stride)];
    }
}
