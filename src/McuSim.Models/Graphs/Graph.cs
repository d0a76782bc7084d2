using System.Collections.Immutable;

namespace McuSim.Models;

/// <summary>A validated network: shape arithmetic is folded away, every operator is supported and its numbers are worked out.</summary>
/// <param name="Operators">In execution order.</param>
/// <param name="Inputs">What the user provides, in the model's order.</param>
/// <param name="Outputs">What the user gets, in the model's order.</param>
public sealed record Graph(ImmutableArray<Operator> Operators, ImmutableArray<Tensor> Inputs, ImmutableArray<Tensor> Outputs)
{
    /// <summary>Multiply-accumulates of one inference.</summary>
    public long Macs => Operators.Sum(o => o.Macs);
}
