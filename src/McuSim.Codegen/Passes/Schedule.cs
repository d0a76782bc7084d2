using System.Collections.Immutable;

using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>The network on its way to code: the operators that will become layers, and which tensors are the same bytes.</summary>
/// <param name="Steps">In execution order.</param>
/// <param name="Inputs">The graph's inputs.</param>
/// <param name="Outputs">The graph's outputs.</param>
/// <param name="Aliases">A tensor that holds the same bytes as another one computed before, and that one.</param>
internal sealed record Schedule(
    ImmutableArray<Step> Steps, ImmutableArray<Tensor> Inputs, ImmutableArray<Tensor> Outputs, ImmutableDictionary<Tensor, Tensor> Aliases)
{
    /// <summary>The graph's variables: their tensors are there when an inference begins, and keep their bytes when it ends.</summary>
    public ImmutableArray<State> States { get; init; } = [];

    /// <summary>What is there when an inference begins: inputs and variables.</summary>
    public IEnumerable<Tensor> Given => Inputs.Concat(States.Select(s => s.Tensor));

    /// <summary>The graph as it is.</summary>
    public static Schedule Of(Graph graph) =>
        new([.. graph.Operators.Select(o => new Step(o, []))], graph.Inputs, graph.Outputs, ImmutableDictionary<Tensor, Tensor>.Empty) { States = graph.States };

    /// <summary>The tensor whose bytes <paramref name="tensor"/> shares, or itself.</summary>
    public Tensor Root(Tensor tensor)
    {
        while (Aliases.TryGetValue(tensor, out Tensor? other)) tensor = other;
        return tensor;
    }

    /// <summary>How often each tensor is read by a step or as a graph output (directly, not through aliases).</summary>
    public Dictionary<Tensor, int> CountReaders()
    {
        var readers = new Dictionary<Tensor, int>();
        void Count(Tensor tensor) => readers[tensor] = readers.GetValueOrDefault(tensor) + 1;
        foreach (Step step in Steps)
        {
            foreach (Tensor input in step.Operator.ActivationInputs) Count(input);
        }

        foreach (Tensor output in Outputs) Count(output);
        foreach (Tensor aliased in Aliases.Values) Count(aliased);
        return readers;
    }
}

/// <summary>An operator and the names and numbers of those fused into it.</summary>
/// <param name="Operator">After fusion.</param>
/// <param name="Fused">Such as <c>PAD 4</c>.</param>
internal sealed record Step(Operator Operator, ImmutableArray<string> Fused);
