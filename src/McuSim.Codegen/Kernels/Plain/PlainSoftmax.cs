using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>SOFTMAX in plain C with a table of exponentials. The output may replace the input.</summary>
internal sealed class PlainSoftmax : Kernel<Softmax>
{
    /// <inheritdoc/>
    public override string Name => "softmax";

    /// <inheritdoc/>
    protected override KernelOffer Offer(Softmax op, KernelContext context) => new(op.Output.ByteCount * 60L, 0, [new(op.Input)]);

    /// <inheritdoc/>
    protected override KernelCall Call(Softmax op, KernelContext context) =>
        new KernelCall("softmax", "softmax", "plain/softmax.h")
            .With("input", op.Input)
            .With("output", op.Output)
            .WithConstants("exponentials", ConstantType.Int32, op.Exponentials, "exp(-d * beta * input scale) for d = 0 to 255, as Q31 fractions")
            .With("rows", op.Output.Shape.ElementCount / op.Depth)
            .With("depth", op.Depth);
}
