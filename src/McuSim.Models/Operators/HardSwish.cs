using System.Collections.Immutable;

namespace McuSim.Models;

/// <summary>HARD_SWISH, x * relu6(x + 3) / 6, int8, in 16-bit fixed point (TensorFlow Lite reference <c>hard_swish.h</c>).</summary>
/// <param name="Index">The operator's number in the model file.</param>
/// <param name="Input">int8.</param>
/// <param name="Output">int8, as many elements.</param>
public sealed record HardSwish(int Index, Tensor Input, Tensor Output) : TableOperator(Index, Input, Output)
{
    /// <inheritdoc/>
    public override string Name => "HARD_SWISH";

    /// <inheritdoc/>
    public override ImmutableArray<sbyte> Table { get; } = MakeTable(Input, Output);

    /// <summary>input scale / 128 / output scale; the reference demands a shift of at most 0.</summary>
    public static QuantizedMultiplier OutputFactor(Tensor input, Tensor output) => QuantizedMultiplier.FromReal(1f / 128 * input.Scale / output.Scale);

    private static ImmutableArray<sbyte> MakeTable(Tensor input, Tensor output)
    {
        QuantizedMultiplier outputFactor = OutputFactor(input, output);
        var gateFactor = QuantizedMultiplier.FromReal(1f / 128 * input.Scale / (3f / 32768));
        (short outputMultiplier, short gateMultiplier) = (Upper(outputFactor.Multiplier), Upper(gateFactor.Multiplier));
        return TableOf(input, output.ZeroPoint, difference =>
        {
            short fine = (short)(difference * (1 << 7));
            short value = HighMultiply(fine, outputMultiplier, rounding: true);
            short gate = gateFactor.Shift > 0 ? ShiftLeft(fine, gateFactor.Shift - 1) : fine;
            gate = HighMultiply(gate, gateMultiplier, rounding: true);
            if (gateFactor.Shift > 0) gate = ShiftLeft(gate, 1);
            if (gateFactor.Shift < 0) gate = (short)QuantizedMultiplier.RoundingDivideByPowerOfTwo(gate, -gateFactor.Shift);
            gate = (short)((gate + (1 << 15)) >> 1); // from [-1, 1] to [0, 1]
            return QuantizedMultiplier.RoundingDivideByPowerOfTwo(HighMultiply(gate, value, rounding: false), -outputFactor.Shift);
        });
    }

    private static short Upper(int multiplier) =>
        multiplier >= int.MaxValue - (1 << 15) ? short.MaxValue : (short)((multiplier + (1 << 15)) >> 16);

    private static short ShiftLeft(short value, int places) => (short)Math.Clamp((long)value << places, short.MinValue, short.MaxValue);

    private static short HighMultiply(short a, short b, bool rounding)
    {
        if (a == short.MinValue && b == short.MinValue) return short.MaxValue;
        int product = a * b;
        int nudge = !rounding ? 0 : product >= 0 ? 1 << 14 : 1 - (1 << 14);
        return (short)((product + nudge) / (1 << 15));
    }
}
