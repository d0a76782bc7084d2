namespace McuSim.Models.Reading;

/// <summary>Checks the weights and the bias of convolutions and fully connected layers.</summary>
internal static class WeightsReader
{
    /// <summary>Input 1: constant int8 weights, scaled per tensor or along <paramref name="axis"/>; of a uint8 network perhaps with a zero point.</summary>
    public static Tensor ReadWeights(OperatorSource source, int rank, int axis)
    {
        Tensor weights = source.Input(1);
        if (weights is not { IsConstant: true, Quantization.IsFromUInt8: true }) return ReadSymmetric(source, rank, axis);
        source.Charge(weights.ByteCount);
        return source.Ranked(UInt8Tensors.WithoutZeroPoint(weights), rank, rank);
    }

    /// <summary>Input 1 (or another): constant int8 weights without a zero point.</summary>
    public static Tensor ReadSymmetric(OperatorSource source, int rank, int axis, int number = 1)
    {
        Tensor weights = source.Input(number);
        if (weights.Type != ElementType.Int8) source.Int8(weights);
        if (!weights.IsConstant)
            throw source.Error(
                $"its weights {TensorReader.Shown(weights.Name)} are computed while the network runs",
                "use constant weights");
        source.Ranked(weights, rank, rank);
        Quantization quantization = weights.Quantization ?? throw source.Error(
            $"its weights {TensorReader.Shown(weights.Name)} have no scale",
            "quantise the model again");
        if (quantization.IsPerChannel && quantization.Axis != axis)
            throw source.Error(
                $"its weights {TensorReader.Shown(weights.Name)} are scaled along dimension {quantization.Axis} instead of {axis}",
                "quantise the model again");
        if (quantization.ZeroPoints.Any(zeroPoint => zeroPoint != 0))
            throw source.Error(
                $"its weights {TensorReader.Shown(weights.Name)} have a zero point other than 0",
                "quantise the model to int8 with symmetric weights");
        return weights;
    }

    /// <summary>Input 2 (or another): constant int32, one element per channel; or null when there is none.</summary>
    public static Tensor? ReadBias(OperatorSource source, int channels, int number = 2)
    {
        if (source.OptionalInput(number) is not { } bias) return null;
        if (bias.Type != ElementType.Int32)
            throw source.Error(
                $"its bias {TensorReader.Shown(bias.Name)} is {bias.Type}, but int32 is needed",
                "quantise the model to full int8");
        if (!bias.IsConstant)
            throw source.Error($"its bias {TensorReader.Shown(bias.Name)} is computed while the network runs", "use a constant bias");
        if (bias.Shape.ElementCount != channels)
            throw source.Error(
                $"its bias {TensorReader.Shown(bias.Name)} has {bias.Shape.ElementCount} elements, but there are {channels} channels",
                "export the model again");
        return bias;
    }

    /// <summary>Checks that every channel's requantisation can be expressed.</summary>
    public static void CheckFactors(OperatorSource source, Tensor input, Tensor weights, Tensor output, int channels)
    {
        source.Charge(8L * channels);
        foreach (float scale in weights.Quantization!.Scales) source.CheckFactor((double)input.Scale * scale / output.Scale);
    }
}
