using System.Collections.Immutable;

namespace McuSim.Models;

/// <summary>PRELU, int8: negative values are multiplied by a factor of their own (TensorFlow Lite reference <c>prelu.h</c>).</summary>
/// <param name="Index">The operator's number in the model file.</param>
/// <param name="Input">int8.</param>
/// <param name="Alpha">int8; broadcast to the input's shape.</param>
/// <param name="Output">int8, of the input's shape.</param>
public sealed record Prelu(int Index, Tensor Input, Tensor Alpha, Tensor Output) : Operator(Index, Output)
{
    /// <inheritdoc/>
    public override string Name => "PRELU";

    /// <inheritdoc/>
    public override ImmutableArray<Tensor> ActivationInputs => Activations(Input, Alpha);

    /// <summary>input scale / output scale, for values that are not negative.</summary>
    public QuantizedMultiplier PositiveMultiplier { get; } = QuantizedMultiplier.FromReal((double)Input.Scale / Output.Scale);

    /// <summary>input scale * alpha scale / output scale, for products with alpha.</summary>
    public QuantizedMultiplier NegativeMultiplier { get; } = QuantizedMultiplier.FromReal((double)Input.Scale * Alpha.Scale / Output.Scale);
}
