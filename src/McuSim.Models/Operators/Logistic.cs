using System.Collections.Immutable;

namespace McuSim.Models;

/// <summary>LOGISTIC, int8 to int8, output scale 1/256 and zero point -128 (TensorFlow Lite reference <c>integer_ops/logistic.h</c>).</summary>
/// <param name="Index">The operator's number in the model file.</param>
/// <param name="Input">int8.</param>
/// <param name="Output">int8, as many elements.</param>
public sealed record Logistic(int Index, Tensor Input, Tensor Output) : Operator(Index, Output)
{
    private const int InputIntegerBits = 4;

    /// <inheritdoc/>
    public override string Name => "LOGISTIC";

    /// <inheritdoc/>
    public override ImmutableArray<Tensor> ActivationInputs => Activations(Input);

    /// <summary>The stored output of every stored input: entry i is the output of i - 128. 256 entries.</summary>
    public ImmutableArray<sbyte> Table { get; } = MakeTable(Input);

    private static ImmutableArray<sbyte> MakeTable(Tensor input)
    {
        // From micro/kernels/logistic_common.cc: the input as a fixed-point number of 4 integer bits, and where the output saturates.
        var rescale = QuantizedMultiplier.FromReal((double)input.Scale * (1 << (31 - InputIntegerBits)));
        double radius = Math.Floor(Math.ScaleB((1 << InputIntegerBits) - 1, 31 - InputIntegerBits - rescale.Shift));
        var table = ImmutableArray.CreateBuilder<sbyte>(256);
        for (int stored = -128; stored <= 127; stored++)
        {
            int difference = stored - input.ZeroPoint;
            if (difference <= -radius)
            {
                table.Add(sbyte.MinValue);
            }
            else if (difference >= radius)
            {
                table.Add(sbyte.MaxValue);
            }
            else
            {
                int probability = FixedPoint.Logistic(rescale.Apply(difference), InputIntegerBits);
                table.Add((sbyte)Math.Clamp(QuantizedMultiplier.RoundingDivideByPowerOfTwo(probability, 23) - 128, -128, 127));
            }
        }

        return table.MoveToImmutable();
    }
}
