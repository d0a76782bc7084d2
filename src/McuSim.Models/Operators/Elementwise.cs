using System.Collections.Immutable;

namespace McuSim.Models;

/// <summary>What an element-wise operator computes.</summary>
public enum ElementwiseKind
{
    /// <summary>Left plus right.</summary>
    Add,

    /// <summary>Left minus right.</summary>
    Sub,

    /// <summary>Left times right.</summary>
    Mul,
}

/// <summary>
/// ADD, SUB and MUL, int8, with broadcasting (TensorFlow Lite reference <c>integer_ops/add.h</c>, <c>sub.h</c>, <c>mul.h</c>).
/// Either side may be a constant.
/// </summary>
/// <param name="Index">The operator's number in the model file.</param>
/// <param name="Kind">Add, sub or mul.</param>
/// <param name="Left">int8; broadcast to the output's shape.</param>
/// <param name="Right">int8; broadcast to the output's shape.</param>
/// <param name="Output">int8.</param>
/// <param name="Clamp">The fused activation.</param>
public sealed record Elementwise(int Index, ElementwiseKind Kind, Tensor Left, Tensor Right, Tensor Output, Clamp Clamp)
    : Operator(Index, Output)
{
    /// <inheritdoc/>
    public override string Name => Kind switch { ElementwiseKind.Add => "ADD", ElementwiseKind.Sub => "SUB", _ => "MUL" };

    /// <inheritdoc/>
    public override ImmutableArray<Tensor> ActivationInputs => Activations(Left, Right);

    /// <summary>ADD and SUB: the bits both sides are shifted left by before their multipliers.</summary>
    public const int LeftShift = 20;

    /// <summary>ADD and SUB: applied to (left - zero point) &lt;&lt; 20. For MUL meaningless.</summary>
    public QuantizedMultiplier LeftMultiplier { get; } = ElementwiseScaling.Of(Kind, Left, Right, Output).Left;

    /// <summary>ADD and SUB: applied to (right - zero point) &lt;&lt; 20. For MUL meaningless.</summary>
    public QuantizedMultiplier RightMultiplier { get; } = ElementwiseScaling.Of(Kind, Left, Right, Output).Right;

    /// <summary>Applied to the sum or difference of the scaled sides, or (MUL) to the product of (value - zero point); then comes the zero point.</summary>
    public QuantizedMultiplier OutputMultiplier { get; } = ElementwiseScaling.Of(Kind, Left, Right, Output).Output;

    /// <summary>The stored output of a pair of stored inputs.</summary>
    /// <param name="left">From the left side.</param>
    /// <param name="right">From the right side.</param>
    public sbyte Value(sbyte left, sbyte right)
    {
        int a = left - Left.ZeroPoint, b = right - Right.ZeroPoint;
        int combined;
        if (Kind == ElementwiseKind.Mul)
        {
            combined = a * b;
        }
        else
        {
            int scaledA = LeftMultiplier.Apply(a << LeftShift), scaledB = RightMultiplier.Apply(b << LeftShift);
            combined = Kind == ElementwiseKind.Add ? scaledA + scaledB : scaledA - scaledB;
        }

        return (sbyte)Math.Clamp(OutputMultiplier.Apply(combined) + Output.ZeroPoint, Clamp.Min, Clamp.Max);
    }
}
