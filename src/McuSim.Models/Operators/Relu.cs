using System.Collections.Immutable;

namespace McuSim.Models;

/// <summary>
/// RELU and RELU6 as operators of their own, int8: a requantisation and a clamp (TensorFlow Lite reference <c>ReluX</c>; the factor is a
/// float32 quotient, as in <c>activations.cc</c>).
/// </summary>
/// <param name="Index">The operator's number in the model file.</param>
/// <param name="Name">RELU or RELU6.</param>
/// <param name="Input">int8.</param>
/// <param name="Output">int8, as many elements.</param>
/// <param name="Clamp">The range left, in stored output values.</param>
public sealed record Relu(int Index, string Name, Tensor Input, Tensor Output, Clamp Clamp) : Operator(Index, Output)
{
    /// <inheritdoc/>
    public override string Name { get; } = Name;

    /// <inheritdoc/>
    public override ImmutableArray<Tensor> ActivationInputs => Activations(Input);

    /// <summary>input scale / output scale.</summary>
    public QuantizedMultiplier Multiplier { get; } = QuantizedMultiplier.FromReal(Input.Scale / Output.Scale);

    /// <summary>The stored output of every stored input: entry i is the output of i - 128. 256 entries.</summary>
    public ImmutableArray<sbyte> Table { get; } =
        Requantization.Table(Input, Output, QuantizedMultiplier.FromReal(Input.Scale / Output.Scale), Clamp);
}
