using System.Numerics;

namespace McuSim.Models;

/// <summary>
/// The fixed-point functions behind SOFTMAX and LOGISTIC, bit for bit those of gemmlowp (<c>fixedpoint/fixedpoint.h</c>), which the TensorFlow
/// Lite reference kernels use. A value with n integer bits is a raw 32-bit number times 2^(n - 31).
/// </summary>
public static class FixedPoint
{
    /// <summary>1 with no integer bits: the largest raw number, as gemmlowp has it.</summary>
    public const int One = int.MaxValue;

    private const int ExpOfMinusOneEighth = 1895147668;
    private const int OneThird = 715827883;
    private const int FortyEightSeventeenths = 1515870810;
    private const int MinusThirtyTwoSeventeenths = -1010580540;

    // exp(-1/4), exp(-1/2), exp(-1), exp(-2), exp(-4), exp(-8), exp(-16), no integer bits.
    private static ReadOnlySpan<int> PowersOfE => [1672461947, 1302514674, 790015084, 290630308, 39332535, 720401, 242];

    /// <summary>exp(<paramref name="raw"/>) for a value that is not positive (<c>exp_on_negative_values</c>).</summary>
    /// <param name="raw">The exponent, 0 or negative, with <paramref name="integerBits"/> integer bits.</param>
    /// <param name="integerBits">From 1 to 5.</param>
    /// <returns>The power, with no integer bits.</returns>
    public static int ExpOnNegativeValues(int raw, int integerBits)
    {
        if (raw == 0) return One;
        int fractionalBits = 31 - integerBits;
        int quarter = 1 << (fractionalBits - 2);
        int withinQuarter = (raw & (quarter - 1)) - quarter;
        int result = ExpBetweenMinusOneQuarterAndZero(SaturatingShiftLeft(withinQuarter, integerBits));
        int remainder = unchecked(withinQuarter - raw);
        for (int exponent = -2; exponent < integerBits; exponent++)
        {
            if ((remainder & (1 << (fractionalBits + exponent))) != 0) result = Multiply(result, PowersOfE[exponent + 2]);
        }

        return result;
    }

    /// <summary>1 / (1 + a) for a in [0, 1], no integer bits (<c>one_over_one_plus_x_for_x_in_0_1</c>): three Newton-Raphson steps.</summary>
    public static int OneOverOnePlus(int a) => SaturatingShiftLeft(TwoOverOnePlus(a), 1);

    /// <summary>(1 - a) / (1 + a) for a in [0, 1], no integer bits (<c>one_minus_x_over_one_plus_x_for_x_in_0_1</c>).</summary>
    public static int OneMinusOverOnePlus(int a) => SaturatingShiftLeft(unchecked(TwoOverOnePlus(a) - (1 << 29)), 2);

    /// <summary>2 / (1 + a), 2 integer bits.</summary>
    private static int TwoOverOnePlus(int a)
    {
        int halfDenominator = RoundingHalfSum(a, One);
        int x = unchecked(FortyEightSeventeenths + Multiply(halfDenominator, MinusThirtyTwoSeventeenths)); // 2 integer bits
        for (int step = 0; step < 3; step++)
        {
            int error = unchecked((1 << 29) - Multiply(halfDenominator, x));
            x = unchecked(x + SaturatingShiftLeft(Multiply(x, error), 2));
        }

        return x;
    }

    /// <summary>1 / (1 + exp(-a)) (<c>logistic</c>).</summary>
    /// <param name="raw">With <paramref name="integerBits"/> integer bits.</param>
    /// <param name="integerBits">From 1 to 5.</param>
    /// <returns>With no integer bits.</returns>
    public static int Logistic(int raw, int integerBits)
    {
        if (raw == 0) return 1 << 30;
        int positive = OneOverOnePlus(ExpOnNegativeValues(raw > 0 ? -raw : raw, integerBits));
        return raw > 0 ? positive : One - positive;
    }

    /// <summary>The hyperbolic tangent (<c>tanh</c>).</summary>
    /// <param name="raw">With <paramref name="integerBits"/> integer bits.</param>
    /// <param name="integerBits">From 1 to 4.</param>
    /// <returns>With no integer bits.</returns>
    public static int Tanh(int raw, int integerBits)
    {
        if (raw == 0) return 0;
        int positive = OneMinusOverOnePlus(ExpOnNegativeValues(raw > 0 ? -raw : raw, integerBits + 1));
        return raw > 0 ? positive : -positive;
    }

    /// <summary>1 / x, as the softmax kernel divides by its sum (TensorFlow Lite <c>GetReciprocal</c>).</summary>
    /// <param name="raw">Positive, with <paramref name="integerBits"/> integer bits.</param>
    /// <param name="integerBits">The integer bits of <paramref name="raw"/>.</param>
    /// <returns>The reciprocal, no integer bits, to be divided by 2^BitsOverUnit.</returns>
    public static (int Scale, int BitsOverUnit) Reciprocal(int raw, int integerBits)
    {
        int headroom = BitOperations.LeadingZeroCount((uint)raw);
        int shiftedMinusOne = unchecked((int)(((uint)raw << headroom) - (1u << 31)));
        return (OneOverOnePlus(shiftedMinusOne), integerBits - headroom);
    }

    /// <summary>The product of two values with no integer bits.</summary>
    public static int Multiply(int a, int b) => QuantizedMultiplier.SaturatingRoundingDoublingHighMultiply(a, b);

    private static int ExpBetweenMinusOneQuarterAndZero(int a)
    {
        int x = unchecked(a + (1 << 28)); // plus 1/8
        int x2 = Multiply(x, x);
        int x3 = Multiply(x2, x);
        int x4 = Multiply(x2, x2);
        int x4Over4 = QuantizedMultiplier.RoundingDivideByPowerOfTwo(x4, 2);
        int sum = unchecked(Multiply(unchecked(x4Over4 + x3), OneThird) + x2);
        int tail = QuantizedMultiplier.RoundingDivideByPowerOfTwo(sum, 1); // x^4/24 + x^3/6 + x^2/2
        return unchecked(ExpOfMinusOneEighth + Multiply(ExpOfMinusOneEighth, unchecked(x + tail)));
    }

    private static int SaturatingShiftLeft(int value, int bits)
    {
        int threshold = (1 << (31 - bits)) - 1;
        if (value > threshold) return int.MaxValue;
        return value < -threshold ? int.MinValue : value << bits;
    }

    private static int RoundingHalfSum(int a, int b)
    {
        long sum = (long)a + b;
        return (int)((sum + (sum >= 0 ? 1 : -1)) / 2);
    }
}
