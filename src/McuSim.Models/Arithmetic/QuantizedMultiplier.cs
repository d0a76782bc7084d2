using System.Collections.Immutable;

namespace McuSim.Models;

/// <summary>
/// A real factor as a 31-bit fixed-point multiplier and a power of two, and its application with TensorFlow Lite's double rounding
/// (<c>MultiplyByQuantizedMultiplier</c>: saturating rounding doubling high multiply, then rounding right shift).
/// </summary>
/// <param name="Multiplier">In [2^30, 2^31), or 0.</param>
/// <param name="Shift">Positive: left shift before the multiply; negative: rounding right shift after it.</param>
public readonly record struct QuantizedMultiplier(int Multiplier, int Shift)
{
    /// <summary>The factor closest to <paramref name="real"/> (TensorFlow Lite <c>QuantizeMultiplier</c>).</summary>
    public static QuantizedMultiplier FromReal(double real)
    {
        if (real == 0) return new(0, 0);
        int shift = real == 0 ? 0 : Math.ILogB(Math.Abs(real)) + 1;
        double fraction = Math.ScaleB(real, -shift);
        long fixedPoint = (long)Math.Round(fraction * (1L << 31), MidpointRounding.AwayFromZero);
        if (fixedPoint == 1L << 31)
        {
            fixedPoint /= 2;
            shift++;
        }

        if (shift < -31) return new(0, 0);
        return shift > 30 ? new(int.MaxValue, 30) : new((int)fixedPoint, shift);
    }

    /// <summary>
    /// input scale * weight scale / output scale, per output channel. The product is of float64 (<c>PopulateConvolutionQuantizationParams</c>), for
    /// weights of uint8 of float32 (<c>GetQuantizedConvolutionMultipler</c>).
    /// </summary>
    public static ImmutableArray<QuantizedMultiplier> PerChannel(Tensor input, Tensor weights, Tensor output, int channels)
    {
        var result = ImmutableArray.CreateBuilder<QuantizedMultiplier>(channels);
        Quantization quantization = weights.Quantization!;
        for (int channel = 0; channel < channels; channel++)
        {
            float weightScale = quantization.Scales[quantization.IsPerChannel ? channel : 0];
            double product = quantization.IsFromUInt8 ? input.Scale * weightScale : (double)input.Scale * weightScale;
            result.Add(FromReal(product / output.Scale));
        }

        return result.MoveToImmutable();
    }

    /// <summary>The product of <paramref name="value"/> and the factor, rounded as the reference kernels round.</summary>
    public int Apply(int value)
    {
        int left = Shift > 0 ? Shift : 0;
        int right = Shift > 0 ? 0 : -Shift;
        return RoundingDivideByPowerOfTwo(SaturatingRoundingDoublingHighMultiply(value << left, Multiplier), right);
    }

    /// <summary>gemmlowp's <c>SaturatingRoundingDoublingHighMul</c>.</summary>
    public static int SaturatingRoundingDoublingHighMultiply(int a, int b)
    {
        if (a == int.MinValue && b == int.MinValue) return int.MaxValue;
        long product = (long)a * b;
        int nudge = product >= 0 ? 1 << 30 : 1 - (1 << 30);
        return (int)((product + nudge) / (1L << 31));
    }

    /// <summary>gemmlowp's <c>RoundingDivideByPOT</c>: half away from zero.</summary>
    public static int RoundingDivideByPowerOfTwo(int value, int exponent)
    {
        int mask = (int)((1L << exponent) - 1);
        int remainder = value & mask;
        int threshold = (mask >> 1) + (value < 0 ? 1 : 0);
        return (value >> exponent) + (remainder > threshold ? 1 : 0);
    }
}
