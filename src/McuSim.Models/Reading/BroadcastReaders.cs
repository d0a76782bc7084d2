namespace McuSim.Models.Reading;

/// <summary>Reads MAXIMUM, MINIMUM and PRELU.</summary>
internal static class BroadcastReaders
{
    private const int MostDimensions = 4;

    public static Operator ReadExtremum(OperatorSource source)
    {
        (Tensor left, Tensor right) = Read(source);
        source.SameQuantization(left, source.Output);
        source.SameQuantization(right, source.Output);
        return new Extremum(source.Index, source.Name == "MAXIMUM", left, right, source.Output);
    }

    public static Operator ReadPrelu(OperatorSource source)
    {
        (Tensor input, Tensor alpha) = Read(source);
        source.CheckShape(input.Shape.Dimensions.AsSpan());
        source.CheckFactor((double)input.Scale / source.Output.Scale);
        source.CheckFactor((double)input.Scale * alpha.Scale / source.Output.Scale);
        return new Prelu(source.Index, input, alpha, source.Output);
    }

    private static (Tensor Left, Tensor Right) Read(OperatorSource source)
    {
        source.CheckInputs(2, 2);
        Tensor left = source.Ranked(source.Int8(source.Input(0)), 0, MostDimensions);
        Tensor right = source.Ranked(source.Int8(source.Input(1)), 0, MostDimensions);
        source.Int8(source.Output);
        source.CheckShape(ElementwiseReader.Broadcast(source, left.Shape, right.Shape));
        return (left, right);
    }
}
