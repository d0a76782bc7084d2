using System.Collections.Immutable;

namespace McuSim.Models;

/// <summary>TANH, int8 to int8, output scale 1/128 and zero point 0 (TensorFlow Lite reference <c>integer_ops/tanh.h</c>).</summary>
/// <param name="Index">The operator's number in the model file.</param>
/// <param name="Input">int8.</param>
/// <param name="Output">int8, as many elements.</param>
public sealed record Tanh(int Index, Tensor Input, Tensor Output) : TableOperator(Index, Input, Output)
{
    private const int InputIntegerBits = 4;

    /// <inheritdoc/>
    public override string Name => "TANH";

    /// <inheritdoc/>
    public override ImmutableArray<sbyte> Table { get; } = MakeTable(Input);

    private static ImmutableArray<sbyte> MakeTable(Tensor input)
    {
        var rescale = QuantizedMultiplier.FromReal((double)input.Scale * (1 << (31 - InputIntegerBits)));
        double radius = Math.Floor(Math.ScaleB((1 << InputIntegerBits) - 1, 31 - InputIntegerBits - rescale.Shift));
        return TableOf(input, 0, difference =>
        {
            if (difference <= -radius) return -128;
            if (difference >= radius) return 127;
            return QuantizedMultiplier.RoundingDivideByPowerOfTwo(FixedPoint.Tanh(rescale.Apply(difference), InputIntegerBits), 24);
        });
    }
}
