using System.Collections.Immutable;

namespace McuSim.Models;

/// <summary>
/// A part of an int8 tensor of up to five dimensions: STRIDED_SLICE and SLICE, and each output of SPLIT, SPLIT_V and UNPACK.
/// The output's shape may leave out dimensions of which one index is kept, and may have more of size 1.
/// </summary>
/// <param name="Index">The operator's number in the model file.</param>
/// <param name="Input">int8.</param>
/// <param name="Output">int8, of the input's quantisation.</param>
/// <param name="Starts">The first index kept, one number per dimension of the input.</param>
/// <param name="Steps">From one index kept to the next; negative steps go backwards.</param>
/// <param name="Sizes">How many indices are kept.</param>
public sealed record Slice(
    int Index, Tensor Input, Tensor Output, ImmutableArray<int> Starts, ImmutableArray<int> Steps, ImmutableArray<int> Sizes) : Operator(Index, Output)
{
    /// <inheritdoc/>
    public override string Name => "STRIDED_SLICE";

    /// <inheritdoc/>
    public override ImmutableArray<Tensor> ActivationInputs => Activations(Input);
}
