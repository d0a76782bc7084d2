using System.Collections.Immutable;

namespace McuSim.Models;

/// <summary>PAD and PADV2 of an int8 tensor of up to five dimensions.</summary>
/// <param name="Index">The operator's number in the model file.</param>
/// <param name="Input">int8.</param>
/// <param name="Output">int8.</param>
/// <param name="Before">Elements added before, one number per dimension.</param>
/// <param name="After">Elements added after, one number per dimension.</param>
/// <param name="Value">The stored value of the padding (the output's zero point for PAD).</param>
public sealed record Pad(int Index, Tensor Input, Tensor Output, ImmutableArray<int> Before, ImmutableArray<int> After, sbyte Value)
    : Operator(Index, Output)
{
    /// <inheritdoc/>
    public override string Name => "PAD";

    /// <inheritdoc/>
    public override ImmutableArray<Tensor> ActivationInputs => Activations(Input);
}
