using System.Collections.Immutable;

namespace McuSim.Models.Reading;

/// <summary>Drops operators that no output, now or of a later inference, depends on.</summary>
internal static class DeadOperators
{
    /// <summary>The operators that matter, in their order.</summary>
    public static ImmutableArray<Operator> Remove(List<Operator> operators, ImmutableArray<Tensor> outputs)
    {
        var needed = new HashSet<Tensor>(outputs);
        var kept = new Stack<Operator>();
        for (int i = operators.Count - 1; i >= 0; i--)
        {
            if (!needed.Contains(operators[i].Output) && operators[i] is not StoreState) continue;
            kept.Push(operators[i]);
            needed.UnionWith(operators[i].ActivationInputs);
        }

        return [.. kept];
    }
}
