using System.Collections.Immutable;

namespace McuSim.Models;

/// <summary>ASSIGN_VARIABLE: keeps a value for the next inference. Every other operator of the inference reads the variable as it was before.</summary>
/// <param name="Index">The operator's number in the model file.</param>
/// <param name="Input">int8; may be a constant.</param>
/// <param name="Output">The tensor of a <see cref="State"/>, of as many elements.</param>
public sealed record StoreState(int Index, Tensor Input, Tensor Output) : Operator(Index, Output)
{
    /// <inheritdoc/>
    public override string Name => "ASSIGN_VARIABLE";

    /// <inheritdoc/>
    public override ImmutableArray<Tensor> ActivationInputs => Activations(Input);
}
