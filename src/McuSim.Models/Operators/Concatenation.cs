using System.Collections.Immutable;

namespace McuSim.Models;

/// <summary>CONCATENATION along one dimension, int8; all sides share their quantisation. Some inputs may be constants.</summary>
/// <param name="Index">The operator's number in the model file.</param>
/// <param name="Inputs">int8, at least one; the same tensor may occur twice.</param>
/// <param name="Output">int8.</param>
/// <param name="Axis">The dimension, not negative.</param>
public sealed record Concatenation(int Index, ImmutableArray<Tensor> Inputs, Tensor Output, int Axis) : Operator(Index, Output)
{
    /// <inheritdoc/>
    public override string Name => "CONCATENATION";

    /// <inheritdoc/>
    public override ImmutableArray<Tensor> ActivationInputs => [.. Inputs.Where(t => !t.IsConstant)];
}
