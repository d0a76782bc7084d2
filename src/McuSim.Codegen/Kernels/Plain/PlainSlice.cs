using System.Collections.Immutable;

using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>STRIDED_SLICE in plain C, with the code of TRANSPOSE.</summary>
internal sealed class PlainSlice : Kernel<Slice>
{
    private const int Rank = 5;

    /// <inheritdoc/>
    public override string Name => "strided_slice";

    /// <inheritdoc/>
    protected override KernelOffer? Offer(Slice op, KernelContext context) =>
        Walk(op) is var (sizes, strides) && sizes.Length <= Rank ? new(PlainTranspose.Cost(op, sizes, strides)) : null;

    /// <inheritdoc/>
    protected override KernelCall Call(Slice op, KernelContext context)
    {
        ImmutableArray<int> all = Dimensions.Strides(op.Input.Shape.Dimensions);
        (ImmutableArray<int> sizes, ImmutableArray<int> strides) = Walk(op);
        return new KernelCall("transpose", "transpose", "plain/transpose.h")
            .With("input", op.Input)
            .With("output", op.Output)
            .With("start", op.Starts.Select((start, axis) => start * all[axis]).Sum())
            .With("dimensions", Dimensions.Padded(sizes, Rank, 1))
            .With("input_strides", Dimensions.Padded(strides, Rank, 0));
    }

    private static (ImmutableArray<int> Sizes, ImmutableArray<int> Strides) Walk(Slice op)
    {
        ImmutableArray<int> strides = Dimensions.Strides(op.Input.Shape.Dimensions);
        return Dimensions.Merged(op.Sizes, [.. op.Steps.Select((step, axis) => step * strides[axis])]);
    }
}
