using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>AVERAGE_POOL_2D and MAX_POOL_2D four channels at a time, on cores with DSP instructions.</summary>
internal sealed class DspPool2D : Kernel<Pool2D>
{
    /// <summary>The most elements of an average whose sum fits 16 bits.</summary>
    private const int LargestCount = 255;

    /// <inheritdoc/>
    public override bool ServesAt(EngineStage stage) => stage >= EngineStage.Specialised;

    /// <inheritdoc/>
    public override string Name => "pool_2d_dsp";

    /// <inheritdoc/>
    protected override KernelOffer? Offer(Pool2D op, KernelContext context)
    {
        int taps = op.Window.KernelHeight * op.Window.KernelWidth;
        if (!context.Core.HasDsp || op.Kind == PoolKind.AverageHalfUp || op.Input.Shape[3] % 4 != 0 || (op.Kind == PoolKind.Average && taps > LargestCount)) return null;
        return new(op.Output.ByteCount * (12L + (3 * taps / 2))) { ByRows = true };
    }

    /// <inheritdoc/>
    protected override KernelCall Call(Pool2D op, KernelContext context) =>
        PlainPool2D.Arguments(new KernelCall(op.Kind == PoolKind.Average ? "average_pool_2d_dsp" : "max_pool_2d_dsp", "pool_2d", "dsp/pool_2d.h"), op);
}
