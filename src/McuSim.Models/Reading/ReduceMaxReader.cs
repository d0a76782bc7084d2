using System.Collections.Immutable;

namespace McuSim.Models.Reading;

/// <summary>Reads REDUCE_MAX over neighbouring dimensions as a MAX_POOL_2D whose window is the whole image.</summary>
internal static class ReduceMaxReader
{
    public static IEnumerable<Operator> Read(OperatorSource source)
    {
        source.CheckInputs(2, 2);
        Tensor input = source.Ranked(source.Int8(source.Input(0)), 1, 5);
        source.SameQuantization(input, source.Int8(source.Output));
        int rank = input.Shape.Rank;
        ImmutableArray<int> axes = [.. source.Integers(1).Select(axis => axis < 0 ? axis + rank : axis).Distinct().Order()];
        if (axes.IsEmpty || axes[0] < 0 || axes[^1] >= rank || axes[^1] - axes[0] != axes.Length - 1)
            throw source.Error("its axes do not lie next to each other", "reduce one dimension after the other");
        int Product(int from, int to) => input.Shape.Dimensions[from..to].Aggregate(1, (product, size) => product * size);
        (int outer, int reduced, int inner) = (Product(0, axes[0]), Product(axes[0], axes[^1] + 1), Product(axes[^1] + 1, rank));
        if (source.Output.Shape.ElementCount != outer * inner) throw source.Error($"its output has the shape {source.Output.Shape}", "export the model again");
        Tensor image = source.Intermediate(0, Shape.Of(outer, reduced, 1, inner), input);
        Tensor largest = source.Intermediate(1, Shape.Of(outer, 1, 1, inner), input);
        yield return new Reshape(source.Index, input, image);
        yield return new Pool2D(source.Index, PoolKind.Max, image, largest, new(reduced, 1, reduced, 1, 1, 1, 0, 0), Clamp.None);
        yield return new Reshape(source.Index, largest, source.Output);
    }
}
