namespace McuSim.Models.Interpretation;

/// <summary>FULLY_CONNECTED (TensorFlow Lite reference <c>integer_ops/fully_connected.h</c>).</summary>
internal static class FullyConnectedReference
{
    public static void Run(FullyConnected operation, ReadOnlySpan<sbyte> input, Span<sbyte> output)
    {
        ReadOnlySpan<sbyte> weights = Int8Dot.Weights(operation.Weights);
        ReadOnlySpan<int> bias = Int8Dot.Bias(operation.Bias);
        int written = 0;
        for (int batch = 0; batch < operation.Batches; batch++)
        {
            ReadOnlySpan<sbyte> row = input.Slice(batch * operation.InputCount, operation.InputCount);
            for (int channel = 0; channel < operation.OutputCount; channel++)
            {
                int sum = Int8Dot.Product(row, weights.Slice(channel * operation.InputCount, operation.InputCount), operation.Input.ZeroPoint, operation.Weights.ZeroPoint);
                if (!bias.IsEmpty) sum += bias[channel];
                output[written++] = Int8Dot.Requantize(sum, operation.Multipliers[channel], operation.Output.ZeroPoint, operation.Clamp);
            }
        }
    }
}
