using McuSim.Boards;
using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>CONV_2D in plain C, for any core and any window, one output pixel after the other. The output may run into the input.</summary>
/// <param name="descending">Whether the last pixel comes first: then an output that is larger than the input can lie over it.</param>
internal sealed class PlainConv2D(bool descending) : Kernel<Conv2D>
{
    /// <inheritdoc/>
    public override string Name => descending ? "conv_2d_descending" : "conv_2d";

    /// <inheritdoc/>
    protected override KernelOffer Offer(Conv2D op, KernelContext context)
    {
        Overlap? overlap = new PixelOrder(1, Buffers: false, descending).Of(op.Window, op.Input, op.Output);
        int perMac = op.Weights.Shape[3] > 2 ? 7 : context.Core.Kind is CoreKind.CortexM0 or CoreKind.CortexM0Plus ? 28 : 17; // loops over few channels
        return new((op.Macs * perMac) + (op.Output.ByteCount * 20), 0, overlap is { } o ? [o] : []) { ByRows = true };
    }

    /// <inheritdoc/>
    protected override KernelCall Call(Conv2D op, KernelContext context) =>
        new KernelCall("conv_2d", "conv_2d", "plain/conv_2d.h")
            .With("input", op.Input)
            .With("output", op.Output)
            .WithConstants("weights", ConstantType.Int8, ConstantData.Int8Values(op.Weights), $"{op.Weights.Shape}: output channel, kernel row, kernel column, input channel")
            .WithConstants("bias", ConstantType.Int32, ConstantData.FoldedBias(op.Bias, op.Weights, op.Weights.Shape[0], channelsLast: false, op.Input.ZeroPoint), "bias - input zero point * sum of the channel's weights")
            .WithMultipliers(op.Multipliers)
            .With("batches", op.Input.Shape[0])
            .With("input_height", op.Input.Shape[1]).With("input_width", op.Input.Shape[2]).With("input_channels", op.Input.Shape[3])
            .With("output_height", op.Output.Shape[1]).With("output_width", op.Output.Shape[2]).With("output_channels", op.Output.Shape[3])
            .With("groups", op.Groups)
            .With("descending", descending ? 1 : 0)
            .WithWindow(op.Window)
            .With("input_zero_point", op.Input.ZeroPoint)
            .With("output_zero_point", op.Output.ZeroPoint)
            .WithClamp(op.Clamp);
}
