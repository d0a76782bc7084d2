using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>ASSIGN_VARIABLE: a copy to where the variable lies.</summary>
internal sealed class PlainStoreState : Kernel<StoreState>
{
    /// <inheritdoc/>
    public override string Name => "store_state";

    /// <inheritdoc/>
    protected override KernelOffer Offer(StoreState op, KernelContext context) => new(op.Output.ByteCount);

    /// <inheritdoc/>
    protected override KernelCall Call(StoreState op, KernelContext context) =>
        new KernelCall("copy", "copy", "plain/copy.h")
            .With("input", op.Input).With("output", op.Output).With("bytes", op.Output.ByteCount);
}
