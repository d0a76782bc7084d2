using System.Collections.Immutable;
using McuSim.Models.Tflite;

namespace McuSim.Models.Reading;

/// <summary>Reads MEAN.</summary>
internal static class MeanReader
{
    /// <summary>So many elements times 255 still fit the kernel's int32 sum.</summary>
    private const int MostElements = 1 << 22;

    public static Operator Read(OperatorSource source)
    {
        source.CheckInputs(2, 2);
        Tensor input = source.Ranked(source.Int8(source.Input(0)), 1, 5);
        Tensor output = source.Int8(source.Output);
        ImmutableArray<int> axes = ReadAxes(source, input.Shape.Rank);
        bool keep = new ReducerOptions(source.Options).KeepDims;
        var expected = new List<int>();
        long count = 1;
        for (int axis = 0; axis < input.Shape.Rank; axis++)
        {
            bool averaged = axes.Contains(axis);
            if (averaged) count *= input.Shape[axis];
            if (!averaged || keep) expected.Add(averaged ? 1 : input.Shape[axis]);
        }

        source.CheckShape([.. expected]);
        source.CheckFactor((double)input.Scale / output.Scale);
        if (count > MostElements) throw source.Error($"it averages {count} elements at once", $"average at most {MostElements}");
        return new Mean(source.Index, input, output, axes);
    }

    private static ImmutableArray<int> ReadAxes(OperatorSource source, int rank)
    {
        var axes = new SortedSet<int>();
        foreach (int axis in source.Integers(1))
        {
            if (axis < -rank || axis >= rank)
                throw source.Error($"its axis {axis} does not exist in {rank} dimensions", "export the model again");
            axes.Add(axis < 0 ? axis + rank : axis);
        }

        return [.. axes];
    }
}
