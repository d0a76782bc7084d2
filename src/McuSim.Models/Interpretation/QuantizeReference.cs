namespace McuSim.Models.Interpretation;

/// <summary>QUANTIZE of float32 (TensorFlow Lite reference <c>quantize.h</c>, <c>AffineQuantize</c>).</summary>
internal static class QuantizeReference
{
    public static void Run(Quantize operation, ReadOnlySpan<float> input, Span<sbyte> output)
    {
        float scale = operation.Output.Scale;
        for (int i = 0; i < input.Length; i++)
        {
            float steps = MathF.Round(input[i] / scale, MidpointRounding.AwayFromZero);

            // The reference leaves numbers beyond int32 undefined; here they saturate and NaN is 0, as Cortex-M's VCVT does it.
            long stored = float.IsNaN(steps) ? 0 : (long)Math.Clamp((double)steps, int.MinValue, int.MaxValue);
            output[i] = (sbyte)Math.Clamp(stored + operation.Output.ZeroPoint, -128, 127);
        }
    }
}
