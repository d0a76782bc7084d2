using System.Collections.Immutable;

namespace McuSim.Models;

/// <summary>A validated network: shape arithmetic is folded away, every operator is supported and its numbers are worked out.</summary>
/// <param name="Operators">In execution order.</param>
/// <param name="Inputs">What the user provides, in the model's order.</param>
/// <param name="Outputs">What the user gets, in the model's order.</param>
public sealed record Graph(ImmutableArray<Operator> Operators, ImmutableArray<Tensor> Inputs, ImmutableArray<Tensor> Outputs)
{
    /// <summary>What is kept from one inference to the next; empty for most networks.</summary>
    public ImmutableArray<State> States { get; init; } = [];

    /// <summary>Multiply-accumulates of one inference.</summary>
    public long Macs => Operators.Sum(o => o.Macs);

    /// <summary>Weights of convolutions and fully connected layers.</summary>
    public long WeightCount => Operators.Sum(o => o is Lstm lstm ? lstm.WeightCount : Count(Matrix(o).Weights));

    /// <summary>Weights, and one bias per channel, into which batch normalisation is folded.</summary>
    public long ParameterCount => WeightCount + Operators.Sum(o => o is Lstm lstm ? lstm.Gates.Sum(g => Count(g.Bias)) : Count(Matrix(o).Bias));

    private static (Tensor? Weights, Tensor? Bias) Matrix(Operator step) => step switch
    {
        Conv2D o => (o.Weights, o.Bias),
        DepthwiseConv2D o => (o.Weights, o.Bias),
        FullyConnected o => (o.Weights, o.Bias),
        _ => default,
    };

    private static long Count(Tensor? tensor) => tensor?.Shape.ElementCount ?? 0;
}
