using System.Collections.Immutable;

using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>TRANSPOSE in plain C.</summary>
internal sealed class PlainTranspose : Kernel<Transpose>
{
    private const int Rank = 5;

    /// <inheritdoc/>
    public override string Name => "transpose";

    /// <inheritdoc/>
    protected override KernelOffer? Offer(Transpose op, KernelContext context) =>
        Walk(op) is var (sizes, strides) && sizes.Length <= Rank ? new(Cost(op, sizes, strides)) : null;

    /// <inheritdoc/>
    protected override KernelCall Call(Transpose op, KernelContext context)
    {
        (ImmutableArray<int> sizes, ImmutableArray<int> strides) = Walk(op);
        return new KernelCall("transpose", "transpose", "plain/transpose.h")
            .With("input", op.Input)
            .With("output", op.Output)
            .With("start", 0)
            .With("dimensions", Dimensions.Padded(sizes, Rank, 1))
            .With("input_strides", Dimensions.Padded(strides, Rank, 0));
    }

    /// <summary>An estimate for a walk: runs of neighbours are copied at once.</summary>
    public static long Cost(Operator op, ImmutableArray<int> sizes, ImmutableArray<int> strides) =>
        strides is [.., 1] && sizes[^1] >= 8 ? (op.Output.ByteCount / 2L) + (op.Output.ByteCount / sizes[^1] * 20L) : op.Output.ByteCount * 8L;

    private static (ImmutableArray<int> Sizes, ImmutableArray<int> Strides) Walk(Transpose op)
    {
        ImmutableArray<int> strides = Dimensions.Strides(op.Input.Shape.Dimensions);
        return Dimensions.Merged(op.Output.Shape.Dimensions, [.. op.Permutation.Select(axis => strides[axis])]);
    }
}
