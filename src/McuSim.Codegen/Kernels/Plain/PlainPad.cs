using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>PAD in plain C.</summary>
internal sealed class PlainPad : Kernel<Pad>
{
    /// <inheritdoc/>
    public override string Name => "pad";

    /// <inheritdoc/>
    protected override KernelOffer? Offer(Pad op, KernelContext context) =>
        op.Output.Shape.Rank <= 4 ? new(op.Output.ByteCount * 8L) : null;

    /// <inheritdoc/>
    protected override KernelCall Call(Pad op, KernelContext context) =>
        new KernelCall("pad", "pad", "plain/pad.h")
            .With("input", op.Input)
            .With("output", op.Output)
            .With("input_dimensions", Dimensions.Padded(op.Input.Shape, 4))
            .With("output_dimensions", Dimensions.Padded(op.Output.Shape, 4))
            .With("before", Dimensions.Padded(op.Before, 4, 0))
            .With("value", op.Value);
}
