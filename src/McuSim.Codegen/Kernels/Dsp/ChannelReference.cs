using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>What the reference makes of one channel's sum of products.</summary>
/// <param name="Bias">Added to the sum.</param>
/// <param name="Factor">The requantisation.</param>
/// <param name="ZeroPoint">The output's zero point.</param>
/// <param name="Clamp">The activation's clamp.</param>
internal readonly record struct ChannelReference(int Bias, QuantizedMultiplier Factor, int ZeroPoint, Clamp Clamp)
{
    /// <summary>The activation that the kernels apply.</summary>
    public Activation Activation => Activations.Of(Clamp, ZeroPoint);

    /// <summary>Whether no sum from <paramref name="low"/> to <paramref name="high"/> wraps in the reference, so that outputs never fall as sums rise.</summary>
    public bool IsExactBetween(long low, long high)
    {
        long limit = int.MaxValue >> Math.Max(Factor.Shift, 0);
        return Bias + low > -limit && Bias + high < limit;
    }

    /// <summary>The output for a sum of products.</summary>
    public int Output(long products) => Math.Clamp(Factor.Apply((int)(Bias + products)) + ZeroPoint, Clamp.Min, Clamp.Max);
}
