using System.Collections.Immutable;

namespace McuSim.Models;

/// <summary>TRANSPOSE of an int8 tensor of up to five dimensions.</summary>
/// <param name="Index">The operator's number in the model file.</param>
/// <param name="Input">int8.</param>
/// <param name="Output">int8; dimension i is dimension Permutation[i] of the input.</param>
/// <param name="Permutation">One input dimension per output dimension.</param>
public sealed record Transpose(int Index, Tensor Input, Tensor Output, ImmutableArray<int> Permutation) : Operator(Index, Output)
{
    /// <inheritdoc/>
    public override string Name => "TRANSPOSE";

    /// <inheritdoc/>
    public override ImmutableArray<Tensor> ActivationInputs => Activations(Input);
}
