using System.Collections.Immutable;

namespace McuSim.Models;

/// <summary>MAXIMUM and MINIMUM of stored int8 values, with broadcasting (TensorFlow Lite reference <c>maximum_minimum.h</c>). All tensors share their quantisation.</summary>
/// <param name="Index">The operator's number in the model file.</param>
/// <param name="Largest">Whether the larger value is kept.</param>
/// <param name="Left">int8; broadcast to the output's shape.</param>
/// <param name="Right">int8; broadcast to the output's shape.</param>
/// <param name="Output">int8.</param>
public sealed record Extremum(int Index, bool Largest, Tensor Left, Tensor Right, Tensor Output) : Operator(Index, Output)
{
    /// <inheritdoc/>
    public override string Name => Largest ? "MAXIMUM" : "MINIMUM";

    /// <inheritdoc/>
    public override ImmutableArray<Tensor> ActivationInputs => Activations(Left, Right);
}
