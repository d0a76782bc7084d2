using System.Collections.Immutable;

namespace McuSim.Models;

/// <summary>RESHAPE and its kin (SQUEEZE, EXPAND_DIMS): the same bytes under another shape.</summary>
/// <param name="Index">The operator's number in the model file.</param>
/// <param name="Input">Any type.</param>
/// <param name="Output">The same type, as many elements.</param>
public sealed record Reshape(int Index, Tensor Input, Tensor Output) : Operator(Index, Output)
{
    /// <inheritdoc/>
    public override string Name => "RESHAPE";

    /// <inheritdoc/>
    public override ImmutableArray<Tensor> ActivationInputs => Activations(Input);
}
