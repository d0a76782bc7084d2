using McuSim.Boards;
using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>AVERAGE_POOL_2D and MAX_POOL_2D four channels at a time.</summary>
internal sealed class PlainPool2DBlocks : Kernel<Pool2D>
{
    /// <summary>The most elements of an average's row: their sum fits 16 bits.</summary>
    private const int LargestRow = 255;

    /// <inheritdoc/>
    public override bool ServesAt(EngineStage stage) => stage >= EngineStage.Specialised;

    /// <inheritdoc/>
    public override string Name => "pool_2d_blocks";

    /// <inheritdoc/>
    protected override KernelOffer? Offer(Pool2D op, KernelContext context)
    {
        int channels = op.Input.Shape[3], taps = op.Window.KernelHeight * op.Window.KernelWidth;
        bool unaligned = channels % 4 != 0 && context.Core.Kind is (CoreKind.CortexM0 or CoreKind.CortexM0Plus); // which these cores cannot load
        if (channels < 4 || unaligned || (op.Kind != PoolKind.Max && op.Window.KernelWidth > LargestRow)) return null;
        long words = (long)op.Output.ByteCount / channels * ((channels + 3) / 4);
        long perTap = context.Core.HasDsp ? 7 : op.Kind != PoolKind.Max ? 9 : 16, perWord = op.Kind != PoolKind.Max ? 80 : 40;
        return new(words * (perWord + (perTap * taps))) { ByRows = true };
    }

    /// <inheritdoc/>
    protected override KernelCall Call(Pool2D op, KernelContext context) =>
        PlainPool2D.Arguments(new KernelCall(op.Kind switch { PoolKind.Max => "max_pool_2d_blocks", PoolKind.Average => "average_pool_2d_blocks", _ => "average_pool_2d_half_up_blocks" }, "pool_2d", "plain/pool_2d_blocks.h"), op);
}
