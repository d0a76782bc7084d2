using System.Collections.Immutable;

namespace McuSim.Models;

/// <summary>An operator that maps each stored int8 value by itself.</summary>
/// <param name="Index">The operator's number in the model file.</param>
/// <param name="Input">int8.</param>
/// <param name="Output">int8, as many elements.</param>
public abstract record TableOperator(int Index, Tensor Input, Tensor Output) : Operator(Index, Output)
{
    /// <inheritdoc/>
    public override ImmutableArray<Tensor> ActivationInputs => Activations(Input);

    /// <summary>The stored output of every stored input: entry i is the output of i - 128. 256 entries.</summary>
    public abstract ImmutableArray<sbyte> Table { get; }

    /// <summary>A table from a function of (stored value - input zero point) that gives the output less its zero point.</summary>
    private protected static ImmutableArray<sbyte> TableOf(Tensor input, int outputZeroPoint, Func<int, int> function)
    {
        var table = ImmutableArray.CreateBuilder<sbyte>(256);
        for (int stored = -128; stored <= 127; stored++)
            table.Add((sbyte)Math.Clamp(unchecked(function(stored - input.ZeroPoint) + outputZeroPoint), -128, 127));
        return table.MoveToImmutable();
    }
}
