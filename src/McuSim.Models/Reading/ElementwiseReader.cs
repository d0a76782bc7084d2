using McuSim.Models.Tflite;

namespace McuSim.Models.Reading;

/// <summary>Reads ADD, SUB and MUL.</summary>
internal static class ElementwiseReader
{
    private const int MostDimensions = 6;

    public static Operator Read(OperatorSource source, ElementwiseKind kind)
    {
        source.CheckInputs(2, 2);
        Tensor left = source.Ranked(source.Int8(source.Input(0)), 0, MostDimensions);
        Tensor right = source.Ranked(source.Int8(source.Input(1)), 0, MostDimensions);
        Tensor output = source.Int8(source.Output);
        source.CheckShape(Broadcast(source, left.Shape, right.Shape));
        if (kind == ElementwiseKind.Mul)
        {
            source.CheckFactor((double)left.Scale * right.Scale / output.Scale);
        }
        else if (ElementwiseScaling.SumFactor(kind, left.Scale, right.Scale, output.Scale) is not (> 0 and < 1))
        {
            throw source.Error("its scales lie too far apart to be computed with", "quantise the model again");
        }

        return new Elementwise(source.Index, kind, left, right, output, source.Clamp(new ElementwiseOptions(source.Options).Activation));
    }

    /// <summary>The shape that two shapes are broadcast to.</summary>
    public static int[] Broadcast(OperatorSource source, Shape left, Shape right)
    {
        int rank = Math.Max(left.Rank, right.Rank);
        var result = new int[rank];
        for (int fromEnd = 1; fromEnd <= rank; fromEnd++)
        {
            int a = fromEnd <= left.Rank ? left[-fromEnd] : 1;
            int b = fromEnd <= right.Rank ? right[-fromEnd] : 1;
            if (a != b && a != 1 && b != 1)
                throw source.Error($"its shapes {left} and {right} do not fit together", "export the model again");
            result[^fromEnd] = Math.Max(a, b);
        }

        return result;
    }
}
