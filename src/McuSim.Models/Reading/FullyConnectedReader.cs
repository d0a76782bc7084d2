using McuSim.Models.Tflite;

namespace McuSim.Models.Reading;

/// <summary>Reads FULLY_CONNECTED.</summary>
internal static class FullyConnectedReader
{
    public static Operator Read(OperatorSource source)
    {
        source.CheckInputs(2, 3);
        var options = new FullyConnectedOptions(source.Options);
        if (options.WeightsFormat != 0) throw source.Error("its weights are shuffled", "export the model with the default weights format");
        Tensor input = source.Int8(source.Input(0));
        Tensor output = source.Int8(source.Output);
        Tensor weights = WeightsReader.ReadWeights(source, 2, 0);
        (int outputs, int inputs) = (weights.Shape[0], weights.Shape[1]);
        long batches = input.Shape.ElementCount / inputs;
        if (input.Shape.ElementCount % inputs != 0)
            throw source.Error($"weights of shape {weights.Shape} do not fit an input of shape {input.Shape}", "export the model again");
        if (output.Shape.Rank == 0 || output.Shape[-1] != outputs || output.Shape.ElementCount != batches * outputs)
            throw source.Error(
                $"its output has the shape {output.Shape}, but {batches} rows of {outputs} follow from its inputs",
                "export the model again");
        Tensor? bias = WeightsReader.ReadBias(source, outputs);
        WeightsReader.CheckFactors(source, input, weights, output, outputs);
        return new FullyConnected(source.Index, input, weights, bias, output, source.Clamp(options.Activation));
    }
}
