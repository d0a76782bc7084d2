using System.Collections.Immutable;

namespace McuSim.Models;

/// <summary>
/// Channels of images side by side, int8. No file has it: passes make it of concatenations, slices and shuffles of channels.
/// </summary>
/// <param name="Index">The number in the model file of the operator that it stands for.</param>
/// <param name="Inputs">int8 images of as many pixels as the output, of its quantisation; none constant.</param>
/// <param name="Output">int8.</param>
/// <param name="Channels">Per channel of the output: which input, and which of its channels.</param>
public sealed record GatherChannels(int Index, ImmutableArray<Tensor> Inputs, Tensor Output, ImmutableArray<(int Input, int Channel)> Channels)
    : Operator(Index, Output)
{
    /// <inheritdoc/>
    public override string Name => "GATHER_CHANNELS";

    /// <inheritdoc/>
    public override ImmutableArray<Tensor> ActivationInputs => Inputs;
}
