using McuSim.Boards;
using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>CONV_2D of any window on cores without DSP instructions: the windows of two pixels are copied, then multiplied as in a 1x1 convolution.</summary>
internal sealed class PlainConv2DWindows : Kernel<Conv2D>
{
    private const int ScratchLimit = 4096;

    /// <inheritdoc/>
    public override bool ServesAt(EngineStage stage) => stage >= EngineStage.Specialised;

    /// <inheritdoc/>
    public override string Name => "conv_2d_windows";

    /// <inheritdoc/>
    protected override KernelOffer? Offer(Conv2D op, KernelContext context)
    {
        if (context.Core.HasDsp || op.Groups != 1 || 2 * Values(op) > ScratchLimit) return null;
        bool isArmv6 = context.Core.Kind is CoreKind.CortexM0 or CoreKind.CortexM0Plus;
        Overlap? overlap = new PixelOrder(2, Buffers: true, Descending: false).Of(op.Window, op.Input, op.Output);
        long pixels = op.Output.Shape.ElementCount / op.Output.Shape[3];
        return new(
            (op.Macs * (isArmv6 ? 18 : 9) / 4) + (op.Output.ByteCount * (isArmv6 ? 60 : 22)) + (pixels * Values(op) * 8), 2 * Values(op),
            overlap is { } o ? [o] : [])
        { ByRows = true };
    }

    /// <inheritdoc/>
    protected override KernelCall Call(Conv2D op, KernelContext context) =>
        new KernelCall("conv_2d_windows", "conv_2d_windows", "plain/conv_2d_windows.h")
            .With("input", op.Input)
            .With("output", op.Output)
            .With("scratch", new ScratchArgument())
            .WithConstants("weights", ConstantType.Int8, ConstantData.Int8Values(op.Weights), $"{op.Weights.Shape}: output channel, kernel row, kernel column, input channel")
            .WithConstants("bias", ConstantType.Int32, ConstantData.FoldedBias(op.Bias, op.Weights, op.Weights.Shape[0], channelsLast: false, op.Input.ZeroPoint), "bias - input zero point * sum of the channel's weights")
            .WithMultipliers(op.Multipliers)
            .With("batches", op.Input.Shape[0])
            .With("input_height", op.Input.Shape[1]).With("input_width", op.Input.Shape[2]).With("input_channels", op.Input.Shape[3])
            .With("output_height", op.Output.Shape[1]).With("output_width", op.Output.Shape[2]).With("output_channels", op.Output.Shape[3])
            .WithWindow(op.Window)
            .With("input_zero_point", op.Input.ZeroPoint)
            .With("output_zero_point", op.Output.ZeroPoint)
            .WithClamp(op.Clamp);

    private static int Values(Conv2D op) => op.Weights.Shape.ElementCount / op.Weights.Shape[0];
}
