using System.Collections.Immutable;

namespace McuSim.Models;

/// <summary>
/// SOFTMAX over the last dimension, int8 to int8, output scale 1/256 and zero point -128 (TensorFlow Lite reference <c>softmax.h</c>).
/// </summary>
/// <remarks>
/// For each row, with d = value - largest value of the row: sum = sum of <see cref="Exponentials"/>[-d] rounded from 0 to 12 integer bits
/// (RoundingDivideByPowerOfTwo by 12); (scale, bits) = <see cref="FixedPoint.Reciprocal"/>(sum, 12);
/// output = clamp(RoundingDivideByPowerOfTwo(FixedPoint.Multiply(scale, Exponentials[-d]), bits + 23) - 128).
/// </remarks>
/// <param name="Index">The operator's number in the model file.</param>
/// <param name="Input">int8.</param>
/// <param name="Output">int8, as many elements.</param>
/// <param name="Beta">The factor of the exponent.</param>
public sealed record Softmax(int Index, Tensor Input, Tensor Output, float Beta) : Operator(Index, Output)
{
    /// <summary>Integer bits of a scaled difference.</summary>
    public const int DifferenceIntegerBits = 5;

    /// <summary>Integer bits of the sum of the exponentials; more than 2^12 - 1 elements in a row could overflow it.</summary>
    public const int SumIntegerBits = 12;

    /// <inheritdoc/>
    public override string Name => "SOFTMAX";

    /// <inheritdoc/>
    public override ImmutableArray<Tensor> ActivationInputs => Activations(Input);

    /// <summary>Elements of a row.</summary>
    public int Depth => Input.Shape.Rank == 0 ? 1 : Input.Shape[-1];

    /// <summary>Takes a difference of stored values to a fixed-point number of 5 integer bits (<c>PreprocessSoftmaxScaling</c>).</summary>
    public QuantizedMultiplier InputMultiplier { get; } = Scaling(Input, Beta);

    /// <summary>The smallest difference whose exponential is not taken as 0 (<c>CalculateInputRadius</c>, negated).</summary>
    public int DiffMin { get; } = SmallestDifference(Scaling(Input, Beta));

    /// <summary>exp(-d * beta * scale), no integer bits, for d = 0 to 255: 256 entries, 0 below <see cref="DiffMin"/>.</summary>
    public ImmutableArray<int> Exponentials { get; } = MakeExponentials(Scaling(Input, Beta));

    private static QuantizedMultiplier Scaling(Tensor input, float beta) => QuantizedMultiplier.FromReal(
        Math.Min((double)beta * input.Scale * (1 << (31 - DifferenceIntegerBits)), (1L << 31) - 1.0));

    private static int SmallestDifference(QuantizedMultiplier scaling) => -(int)Math.Floor(
        Math.ScaleB((1 << DifferenceIntegerBits) - 1, 31 - DifferenceIntegerBits - scaling.Shift));

    private static ImmutableArray<int> MakeExponentials(QuantizedMultiplier scaling)
    {
        int smallest = SmallestDifference(scaling);
        var table = ImmutableArray.CreateBuilder<int>(256);
        for (int difference = 0; difference < 256; difference++)
        {
            table.Add(-difference < smallest ? 0 : FixedPoint.ExpOnNegativeValues(scaling.Apply(-difference), DifferenceIntegerBits));
        }

        return table.MoveToImmutable();
    }
}
