using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>
/// CONV_2D with a window of three columns and stride 1 along them as a matrix product over four pixels that share columns, on cores with DSP
/// instructions: a third to a half of the scratch of <see cref="DspConv2D"/>, and half of its widening.
/// </summary>
internal sealed class DspConv2DShared : Kernel<Conv2D>
{
    /// <inheritdoc/>
    public override bool ServesAt(EngineStage stage) => stage >= EngineStage.Specialised;

    /// <inheritdoc/>
    public override string Name => "conv_2d_shared_dsp";

    /// <inheritdoc/>
    protected override KernelOffer? Offer(Conv2D op, KernelContext context)
    {
        bool fits = op.Window is { KernelWidth: 3, StrideX: 1, DilationX: 1 } && op.Groups == 1 && op.Input.Shape[3] % 4 == 0 && op.Output.Shape[2] >= 4;
        if (!context.Core.HasDsp || !fits || MatmulConstants.TryCreateShared(op) is null) return null;
        long groups = (long)op.Output.Shape[0] * op.Output.Shape[1] * ((op.Output.Shape[2] + 3) / 4);
        int values = op.Window.KernelHeight * op.Input.Shape[3];
        return new(
            (groups * 4 * op.Output.Shape[3] * values * 3 * 16 / 20) + (groups * ((values * 6 * 9 / 4) + (op.Output.Shape[3] * 32L))), 12 * values)
        { ByRows = true };
    }

    /// <inheritdoc/>
    protected override KernelCall Call(Conv2D op, KernelContext context) =>
        new KernelCall("conv_2d_shared", "conv_2d_shared", "dsp/conv_2d_shared.h")
            .With("input", op.Input)
            .With("output", op.Output)
            .With("scratch", new ScratchArgument("lanes *"))
            .WithMatmul(MatmulConstants.TryCreateShared(op)!)
            .With("batches", op.Input.Shape[0])
            .With("input_height", op.Input.Shape[1]).With("input_width", op.Input.Shape[2]).With("input_channels", op.Input.Shape[3])
            .With("output_height", op.Output.Shape[1]).With("output_width", op.Output.Shape[2]).With("output_channels", op.Output.Shape[3])
            .With("kernel_height", op.Window.KernelHeight).With("stride_y", op.Window.StrideY).With("dilation_y", op.Window.DilationY)
            .With("pad_top", op.Window.PadTop).With("pad_left", op.Window.PadLeft)
            .With("input_zero_point", op.Input.ZeroPoint)
            .WithActivation(op.Clamp, op.Output.ZeroPoint);
}
