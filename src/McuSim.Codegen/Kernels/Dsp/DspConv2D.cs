using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>CONV_2D of any window as a matrix product, on cores with DSP instructions.</summary>
/// <param name="mostPixels">Pixels whose windows may be laid out side by side, 4 or 1: one at a time is slower and needs less scratch.</param>
internal sealed class DspConv2D(int mostPixels) : Kernel<Conv2D>
{
    /// <summary>Where the windows of four pixels would need more scratch than this, pixels go one at a time.</summary>
    private const int ScratchLimit = 8192;

    /// <inheritdoc/>
    public override bool ServesAt(EngineStage stage) => stage >= EngineStage.Specialised;

    /// <inheritdoc/>
    public override string Name => mostPixels == 1 ? "conv_2d_single_dsp" : "conv_2d_dsp";

    /// <inheritdoc/>
    protected override KernelOffer? Offer(Conv2D op, KernelContext context)
    {
        if (!context.Core.HasDsp || MatmulConstants.TryCreate(op) is null) return null;
        bool four = PixelsAtOnce(op) == 4;
        long pixels = op.Output.Shape.ElementCount / op.Output.Shape[3];
        Overlap? overlap = new PixelOrder(PixelsAtOnce(op), Buffers: true, Descending: false).Of(op.Window, op.Input, op.Output);
        return new(
            Cost: (op.Macs * (four ? 16 : 28) / 20) + (pixels * Values(op) * 5 / 2) + (op.Output.ByteCount * 8L),
            ScratchBytes: (four ? 36 : 12) * Fours(op),
            Overlaps: overlap is { } o ? [o] : [])
        { ByRows = true };
    }

    /// <inheritdoc/>
    protected override KernelCall Call(Conv2D op, KernelContext context) =>
        new KernelCall("conv_2d_matmul", "conv_2d_matmul", "dsp/conv_2d_matmul.h")
            .With("input", op.Input)
            .With("output", op.Output)
            .With("scratch", new ScratchArgument("lanes *"))
            .WithMatmul(MatmulConstants.TryCreate(op)!)
            .With("batches", op.Input.Shape[0])
            .With("input_height", op.Input.Shape[1]).With("input_width", op.Input.Shape[2]).With("input_channels", op.Input.Shape[3])
            .With("output_height", op.Output.Shape[1]).With("output_width", op.Output.Shape[2]).With("output_channels", op.Output.Shape[3])
            .WithWindow(op.Window)
            .With("pixels_at_once", PixelsAtOnce(op))
            .With("input_zero_point", op.Input.ZeroPoint)
            .WithActivation(op.Clamp, op.Output.ZeroPoint);

    private static int Values(Conv2D op) => op.Weights.Shape.ElementCount / op.Weights.Shape[0];

    /// <summary>As <c>conv_2d_fours</c> counts.</summary>
    private static int Fours(Conv2D op)
    {
        int height = op.Weights.Shape[1], row = op.Weights.Shape[2] * op.Weights.Shape[3];
        return (height * (row / 4)) + MatmulConstants.Fours(height * (row % 4));
    }

    private int PixelsAtOnce(Conv2D op) =>
        mostPixels == 4 && Fours(op) > 1 && op.Output.Shape[1] * op.Output.Shape[2] >= 4 && 36 * Fours(op) <= ScratchLimit ? 4 : 1;
}
