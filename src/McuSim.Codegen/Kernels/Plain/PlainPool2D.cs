using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>AVERAGE_POOL_2D and MAX_POOL_2D in plain C, for any core.</summary>
internal sealed class PlainPool2D : Kernel<Pool2D>
{
    /// <inheritdoc/>
    public override string Name => "pool_2d";

    /// <inheritdoc/>
    protected override KernelOffer Offer(Pool2D op, KernelContext context) =>
        new(Cost: op.Output.ByteCount * (40L + (11 * op.Window.KernelHeight * op.Window.KernelWidth))) { ByRows = true };

    /// <inheritdoc/>
    protected override KernelCall Call(Pool2D op, KernelContext context) =>
        Arguments(new(op.Kind switch { PoolKind.Max => "max_pool_2d", PoolKind.Average => "average_pool_2d", _ => "average_pool_2d_half_up" }, "pool_2d", "plain/pool_2d.h"), op);

    /// <summary>Sets the fields of <c>struct pool_2d</c>.</summary>
    public static KernelCall Arguments(KernelCall call, Pool2D op) => call
        .With("input", op.Input)
        .With("output", op.Output)
        .With("batches", op.Input.Shape[0])
        .With("input_height", op.Input.Shape[1]).With("input_width", op.Input.Shape[2]).With("channels", op.Input.Shape[3])
        .With("output_height", op.Output.Shape[1]).With("output_width", op.Output.Shape[2])
        .WithWindow(op.Window, dilation: false)
        .WithClamp(op.Clamp);
}
