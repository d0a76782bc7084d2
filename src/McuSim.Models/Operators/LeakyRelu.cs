using System.Collections.Immutable;

namespace McuSim.Models;

/// <summary>LEAKY_RELU, int8 (TensorFlow Lite reference <c>leaky_relu.h</c>; the factors are float32 quotients).</summary>
/// <param name="Index">The operator's number in the model file.</param>
/// <param name="Input">int8.</param>
/// <param name="Output">int8, as many elements.</param>
/// <param name="Alpha">The factor of negative values.</param>
public sealed record LeakyRelu(int Index, Tensor Input, Tensor Output, float Alpha) : TableOperator(Index, Input, Output)
{
    /// <inheritdoc/>
    public override string Name => "LEAKY_RELU";

    /// <inheritdoc/>
    public override ImmutableArray<sbyte> Table { get; } = MakeTable(Input, Output, Alpha);

    private static ImmutableArray<sbyte> MakeTable(Tensor input, Tensor output, float alpha)
    {
        var identity = QuantizedMultiplier.FromReal(input.Scale / output.Scale);
        var negative = QuantizedMultiplier.FromReal(Math.Abs(input.Scale * alpha / output.Scale));
        return TableOf(input, output.ZeroPoint, difference =>
            difference >= 0 ? identity.Apply(difference) : alpha < 0 ? -negative.Apply(difference) : negative.Apply(difference));
    }
}
