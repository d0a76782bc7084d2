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
        op.Output.Shape.Rank <= Rank ? new(op.Output.ByteCount * 8L) : null;

    /// <inheritdoc/>
    protected override KernelCall Call(Transpose op, KernelContext context)
    {
        ImmutableArray<int> inputStrides = Dimensions.Strides(op.Input.Shape.Dimensions);
        return new KernelCall("transpose", "transpose", "plain/transpose.h")
            .With("input", op.Input)
            .With("output", op.Output)
            .With("start", 0)
            .With("dimensions", Dimensions.Padded(op.Output.Shape, Rank))
            .With("input_strides", Dimensions.Padded([.. op.Permutation.Select(axis => inputStrides[axis])], Rank, 0));
    }
}
