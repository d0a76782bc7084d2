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
        op.Input.Shape.Rank <= Rank ? new(op.Output.ByteCount * 8L) : null;

    /// <inheritdoc/>
    protected override KernelCall Call(Slice op, KernelContext context)
    {
        ImmutableArray<int> strides = Dimensions.Strides(op.Input.Shape.Dimensions);
        return new KernelCall("transpose", "transpose", "plain/transpose.h")
            .With("input", op.Input)
            .With("output", op.Output)
            .With("start", op.Starts.Select((start, axis) => start * strides[axis]).Sum())
            .With("dimensions", Dimensions.Padded(op.Sizes, Rank, 1))
            .With("input_strides", Dimensions.Padded([.. op.Steps.Select((step, axis) => step * strides[axis])], Rank, 0));
    }
}
