using System.Collections.Immutable;
using System.Numerics;

namespace McuSim.Models;

/// <summary>
/// MEAN over some dimensions, int8 (TensorFlow Lite reference <c>reduce.h</c>, <c>QuantizedMeanOrSum</c>):
/// output = <see cref="Multiplier"/> applied to (sum - count * input zero point), plus the output zero point, clamped to int8.
/// </summary>
/// <param name="Index">The operator's number in the model file.</param>
/// <param name="Input">int8, up to five dimensions.</param>
/// <param name="Output">int8.</param>
/// <param name="Axes">The dimensions averaged, ascending, none negative.</param>
public sealed record Mean(int Index, Tensor Input, Tensor Output, ImmutableArray<int> Axes) : Operator(Index, Output)
{
    /// <inheritdoc/>
    public override string Name => "MEAN";

    /// <inheritdoc/>
    public override ImmutableArray<Tensor> ActivationInputs => Activations(Input);

    /// <summary>Elements averaged into one.</summary>
    public int Count { get; } = CountOf(Input, Axes);

    /// <summary>input scale / output scale / <see cref="Count"/>; the reference truncates this quotient, so the multiplier may lie below 2^30.</summary>
    public QuantizedMultiplier Multiplier { get; } = DividedBy(QuantizedMultiplier.FromReal((double)Input.Scale / Output.Scale), CountOf(Input, Axes));

    private static int CountOf(Tensor input, ImmutableArray<int> axes) => axes.Aggregate(1, (count, axis) =>
        checked(count * input.Shape[axis]));

    private static QuantizedMultiplier DividedBy(QuantizedMultiplier multiplier, int count)
    {
        int shift = Math.Min(BitOperations.Log2((uint)count), 31 + multiplier.Shift);
        return new((int)(((long)multiplier.Multiplier << shift) / count), multiplier.Shift - shift);
    }
}
