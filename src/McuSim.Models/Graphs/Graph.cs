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

    /// <summary>Weights of convolutions and fully connected layers; those that layers share count once.</summary>
    public long WeightCount => Count(m => m.Weights) + Operators.OfType<Lstm>().Sum(lstm => lstm.WeightCount);

    /// <summary>Weights, and one bias per channel, into which batch normalisation is folded.</summary>
    public long ParameterCount => WeightCount + Count(m => m.Bias) + Operators.OfType<Lstm>().Sum(lstm => lstm.Gates.Sum(g => (long)(g.Bias?.Shape.ElementCount ?? 0)));

    private long Count(Func<(Tensor? Weights, Tensor? Bias), Tensor?> choice) =>
        Operators.Select(o => choice(Matrix(o))).Distinct().Sum(tensor => (long)(tensor?.Shape.ElementCount ?? 0));

    private static (Tensor? Weights, Tensor? Bias) Matrix(Operator step) => step switch
    {
        Conv2D o => (o.Weights, o.Bias),
        DepthwiseConv2D o => (o.Weights, o.Bias),
        FullyConnected o => (o.Weights, o.Bias),
        _ => default,
    };
}
