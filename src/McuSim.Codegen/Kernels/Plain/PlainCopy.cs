using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>RESHAPE of a constant, the one case in which its output cannot be an alias of its input.</summary>
internal sealed class PlainCopy : Kernel<Reshape>
{
    /// <inheritdoc/>
    public override string Name => "copy";

    /// <inheritdoc/>
    protected override KernelOffer Offer(Reshape op, KernelContext context) => new(op.Output.ByteCount);

    /// <inheritdoc/>
    protected override KernelCall Call(Reshape op, KernelContext context) =>
        new KernelCall("copy", "copy", "plain/copy.h")
            .With("input", op.Input).With("output", op.Output).With("bytes", op.Output.ByteCount);
}
