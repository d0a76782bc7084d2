using System.Collections.Immutable;

using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>ADD, SUB and MUL in plain C, with broadcasting. The output may replace a side that has its shape.</summary>
internal sealed class PlainElementwise : Kernel<Elementwise>
{
    /// <inheritdoc/>
    public override string Name => "elementwise";

    /// <inheritdoc/>
    protected override KernelOffer? Offer(Elementwise op, KernelContext context)
    {
        if (op.Output.Shape.Rank > 4) return null;
        return new(op.Output.ByteCount * 25L, 0, [.. op.ActivationInputs.Where(t => t.ByteCount == op.Output.ByteCount).Select(t => new Overlap(t))]) { ByRows = IsContiguous(op) };
    }

    /// <inheritdoc/>
    protected override KernelCall Call(Elementwise op, KernelContext context)
    {
        ImmutableArray<int> dimensions = Dimensions.Padded(op.Output.Shape, 4);
        ImmutableArray<int> left = Dimensions.BroadcastStrides(op.Left.Shape, dimensions);
        ImmutableArray<int> right = Dimensions.BroadcastStrides(op.Right.Shape, dimensions);
        bool contiguous = IsContiguous(op);
        if (contiguous) dimensions = left = right = [1, 1, 1, 1];

        KernelCall call = new KernelCall(op.Name.ToLowerInvariant(), "elementwise", "plain/elementwise.h")
            .With("left", op.Left).With("right", op.Right)
            .With("output", op.Output)
            .With("contiguous", contiguous ? 1 : 0).With("count", op.Output.Shape.ElementCount)
            .With("dimensions", dimensions).With("left_strides", left).With("right_strides", right);
        return WithNumbers(call, op);
    }

    /// <summary>Sets the fields that the arithmetic needs.</summary>
    public static KernelCall WithNumbers(KernelCall call, Elementwise op)
    {
        call.With("left_zero_point", op.Left.ZeroPoint).With("right_zero_point", op.Right.ZeroPoint)
            .With("output_zero_point", op.Output.ZeroPoint);
        if (op.Kind != ElementwiseKind.Mul)
        {
            call.With("left_multiplier", op.LeftMultiplier.Multiplier).With("left_shift", op.LeftMultiplier.Shift)
                .With("right_multiplier", op.RightMultiplier.Multiplier).With("right_shift", op.RightMultiplier.Shift);
        }

        return call.With("output_multiplier", op.OutputMultiplier.Multiplier).With("output_shift", op.OutputMultiplier.Shift).WithClamp(op.Clamp);
    }

    private static bool IsContiguous(Elementwise op) =>
        op.Left.Shape.ElementCount == op.Output.Shape.ElementCount && op.Right.Shape.ElementCount == op.Output.Shape.ElementCount;
}
