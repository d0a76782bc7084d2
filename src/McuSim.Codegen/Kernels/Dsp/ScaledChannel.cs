using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>
/// One output channel for the kernels that keep sums as 256 times their value and requantise them in one multiply-accumulate. The form, and
/// why it equals the reference's two roundings, is told in <c>firmware/kernels/dsp/requantise_scaled.h</c>; here lies the proof that a
/// channel's numbers are within what it asks for.
/// </summary>
/// <param name="Bias">256 * (bias - input zero point * sum of weights), modulo 2^32.</param>
/// <param name="Multiplier">The multiplier M.</param>
/// <param name="Offset">2^6 + 2^(n+6) + (output zero point * 2^(n+7)), n being the right shift.</param>
/// <param name="Shift">n + 6.</param>
internal readonly record struct ScaledChannel(int Bias, int Multiplier, int Offset, int Shift)
{
    private const int SumLimit = 1 << 23;
    private const int LargestShift = 16;

    /// <summary>The channel, or null where its sums may grow too large or its factor has no such form.</summary>
    /// <param name="weights">The channel's weights.</param>
    /// <param name="bias">The model's bias.</param>
    /// <param name="inputZeroPoint">The input's zero point.</param>
    /// <param name="factor">The requantisation.</param>
    /// <param name="outputZeroPoint">The output's zero point.</param>
    /// <param name="clamp">The activation's clamp.</param>
    public static ScaledChannel? TryCreate(
        ReadOnlySpan<sbyte> weights, int bias, int inputZeroPoint, QuantizedMultiplier factor, int outputZeroPoint, Clamp clamp)
    {
        if (factor.Multiplier == 0 || !weights.ContainsAnyExcept((sbyte)0))
            return Constant(Math.Clamp(factor.Apply(bias) + outputZeroPoint, clamp.Min, clamp.Max), outputZeroPoint);
        (long min, long max) = Sums(weights, bias, inputZeroPoint);
        int n = -factor.Shift;
        if (min <= -SumLimit || max >= SumLimit || n is < 1 or > LargestShift) return null;
        int atZero = bias;
        foreach (sbyte weight in weights) atZero -= inputZeroPoint * weight; // a sum that occurs for the input 0, so it is within the limit
        return Scaled(atZero, factor.Multiplier, outputZeroPoint, n);
    }

    /// <summary>The smallest and the largest sum that any input can give.</summary>
    private static (long Min, long Max) Sums(ReadOnlySpan<sbyte> weights, int bias, int inputZeroPoint)
    {
        long min = bias, max = bias;
        int least = sbyte.MinValue - inputZeroPoint, most = sbyte.MaxValue - inputZeroPoint;
        foreach (sbyte weight in weights)
        {
            min += weight * (weight > 0 ? least : most);
            max += weight * (weight > 0 ? most : least);
        }

        return (min, max);
    }

    /// <summary>A channel whose output is always the same: a sum of four times the output, divided by four.</summary>
    private static ScaledChannel Constant(int output, int zeroPoint) => Scaled(4 * (output - zeroPoint), 1 << 30, zeroPoint, 1);

    private static ScaledChannel Scaled(int sum, int multiplier, int zeroPoint, int n) =>
        new(256 * sum, multiplier, 64 + (((2 * zeroPoint) + 1) << (n + 6)), n + 6);
}
