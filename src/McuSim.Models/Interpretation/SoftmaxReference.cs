namespace McuSim.Models.Interpretation;

/// <summary>SOFTMAX over the last dimension (TensorFlow Lite reference <c>softmax.h</c>).</summary>
internal static class SoftmaxReference
{
    public static void Run(Softmax operation, ReadOnlySpan<sbyte> input, Span<sbyte> output)
    {
        int depth = operation.Depth;
        for (int start = 0; start < input.Length; start += depth) RunRow(operation, input.Slice(start, depth), output.Slice(start, depth));
    }

    private static void RunRow(Softmax operation, ReadOnlySpan<sbyte> input, Span<sbyte> output)
    {
        int largest = sbyte.MinValue;
        foreach (sbyte value in input) largest = Math.Max(largest, value);
        int sum = 0;
        foreach (sbyte value in input)
            sum += QuantizedMultiplier.RoundingDivideByPowerOfTwo(operation.Exponentials[largest - value], Softmax.SumIntegerBits);
        (int scale, int bitsOverUnit) = FixedPoint.Reciprocal(sum, Softmax.SumIntegerBits);
        for (int i = 0; i < input.Length; i++)
        {
            int share = FixedPoint.Multiply(scale, operation.Exponentials[largest - input[i]]);
            output[i] = (sbyte)Math.Clamp(QuantizedMultiplier.RoundingDivideByPowerOfTwo(share, bitsOverUnit + 23) - 128, -128, 127);
        }
    }
}
