using System.Collections.Immutable;

using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>MEAN in plain C.</summary>
internal sealed class PlainMean : Kernel<Mean>
{
    private const int Rank = 5;

    /// <inheritdoc/>
    public override string Name => "mean";

    /// <inheritdoc/>
    protected override KernelOffer? Offer(Mean op, KernelContext context) =>
        op.Input.Shape.Rank <= Rank ? new((op.Input.ByteCount * 5L) + (op.Output.ByteCount * 20L)) : null;

    /// <inheritdoc/>
    protected override KernelCall Call(Mean op, KernelContext context)
    {
        ImmutableArray<int> dimensions = Dimensions.Padded(op.Input.Shape, Rank);
        ImmutableArray<int> strides = Dimensions.Strides(dimensions);
        var averaged = op.Axes.Select(axis => axis + Rank - op.Input.Shape.Rank).ToHashSet();
        ImmutableArray<int> Select(ImmutableArray<int> values, bool wantAveraged, int other) =>
            [.. values.Select((value, i) => averaged.Contains(i) == wantAveraged ? value : other)];
        return new KernelCall("mean", "mean", "plain/mean.h")
            .With("input", op.Input)
            .With("output", op.Output)
            .With("kept", Select(dimensions, false, 1)).With("kept_strides", Select(strides, false, 0))
            .With("averaged", Select(dimensions, true, 1)).With("averaged_strides", Select(strides, true, 0))
            .With("count", op.Count)
            .With("input_zero_point", op.Input.ZeroPoint).With("output_zero_point", op.Output.ZeroPoint)
            .With("multiplier", op.Multiplier.Multiplier).With("shift", op.Multiplier.Shift);
    }
}
