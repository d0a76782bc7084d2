using System.Collections.Immutable;

namespace McuSim.Models;

/// <summary>One step of the network, with everything the model file says about it worked out into numbers.</summary>
/// <param name="Index">The operator's number in the model file (not its position after folding).</param>
/// <param name="Output">The tensor it computes; every supported operator has one output.</param>
public abstract record Operator(int Index, Tensor Output)
{
    /// <summary>The operator's name in the TFLite schema, such as <c>CONV_2D</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The activations it reads (never constants), in the model's order.</summary>
    public abstract ImmutableArray<Tensor> ActivationInputs { get; }

    /// <summary>Multiply-accumulates of one execution.</summary>
    public virtual long Macs => 0;

    /// <summary>Those of <paramref name="tensors"/> that are not constant, each as often as it occurs.</summary>
    private protected static ImmutableArray<Tensor> Activations(params ReadOnlySpan<Tensor> tensors)
    {
        var activations = ImmutableArray.CreateBuilder<Tensor>(tensors.Length);
        foreach (Tensor tensor in tensors)
        {
            if (!tensor.IsConstant) activations.Add(tensor);
        }

        return activations.DrainToImmutable();
    }
}
