using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>
/// One output channel for the kernels that keep sums as 256 times their value and requantise them in one multiply-accumulate. The form, and
/// why it equals the reference's two roundings, is told in <c>firmware/kernels/dsp/requantise_scaled.h</c>; here lies the proof that a
/// channel's numbers are within what it asks for.
/// </summary>
/// <param name="Bias">256 * (what the sum starts at - input zero point * sum of weights), modulo 2^32.</param>
/// <param name="Multiplier">The multiplier M.</param>
/// <param name="Offset">2^6 + 2^(n+6) + (output zero point * 2^(n+7)), n being the right shift.</param>
/// <param name="Shift">n + 6.</param>
/// <param name="IsConstant">Every input gives the same output; the weights must be taken as zero.</param>
internal readonly record struct ScaledChannel(int Bias, int Multiplier, int Offset, int Shift, bool IsConstant = false)
{
    /// <summary>Sums are smaller than this, so that 256 times a sum fits 32 bits.</summary>
    public const int SumLimit = 1 << 23;

    /// <summary>The largest right shift n for which offset and product together fit 32 bits.</summary>
    public const int LargestShift = 16;

    /// <summary>Offsets are multiples of this, so that the shift fits into the same word.</summary>
    public const int OffsetStep = 32;

    /// <summary>Places that the product is shifted right by in all.</summary>
    public int TotalShift => Shift + 1;

    /// <summary>Offset and shift as <c>struct packed_scale</c> holds them.</summary>
    public int OffsetAndShift => Offset + Shift;

    /// <summary>The output of a channel that is constant.</summary>
    internal int ConstantOutput => ((Bias / 4) + Offset) >> TotalShift;

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
        (long low, long high) = Products(weights, inputZeroPoint);
        var reference = new ChannelReference(bias, factor, outputZeroPoint, clamp);
        if (factor.Multiplier == 0 || low == high) return Constant(reference.Output(0), outputZeroPoint);
        if (!reference.IsExactBetween(low, high)) return null;
        if (reference.Output(low) == reference.Output(high)) return Constant(reference.Output(low), outputZeroPoint);
        int n = -factor.Shift;
        ScaledChannel? channel = n is >= 1 and <= LargestShift && bias + low > -SumLimit && bias + high < SumLimit
            ? new(256 * bias, factor.Multiplier, 64 + (((2 * outputZeroPoint) + 1) << (n + 6)), n + 6)
            : ScaledChannelFit.TryFit(reference, low, high);
        if (channel is not { } found) return null;
        return found with { Bias = unchecked(found.Bias - (256 * inputZeroPoint * Sum(weights))) };
    }

    internal static int Sum(ReadOnlySpan<sbyte> weights)
    {
        int sum = 0;
        foreach (sbyte weight in weights) sum += weight;
        return sum;
    }

    /// <summary>The smallest and the largest sum of products of weights and inputs less their zero point.</summary>
    internal static (long Low, long High) Products(ReadOnlySpan<sbyte> weights, int inputZeroPoint)
    {
        long low = 0, high = 0;
        int least = sbyte.MinValue - inputZeroPoint, most = sbyte.MaxValue - inputZeroPoint;
        foreach (sbyte weight in weights)
        {
            low += weight * (weight > 0 ? least : most);
            high += weight * (weight > 0 ? most : least);
        }

        return (low, high);
    }

    /// <summary>A channel whose output is always the same: a sum of four times the output, divided by four.</summary>
    private static ScaledChannel Constant(int output, int zeroPoint) =>
        new(1024 * (output - zeroPoint), 1 << 30, 64 + (((2 * zeroPoint) + 1) << 7), 7, IsConstant: true);
}
