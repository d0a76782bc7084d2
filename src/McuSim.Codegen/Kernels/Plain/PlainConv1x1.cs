using McuSim.Boards;
using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>
/// CONV_2D with a 1x1 window, stride 1 and no padding, two pixels by two channels at a time, on cores without DSP instructions. The output
/// may run into the input.
/// </summary>
/// <param name="descending">Whether the last pixels come first: then an output that is larger than the input can lie over it.</param>
internal sealed class PlainConv1x1(bool descending) : Kernel<Conv2D>
{
    /// <inheritdoc/>
    public override string Name => descending ? "conv_1x1_descending" : "conv_1x1";

    /// <inheritdoc/>
    protected override KernelOffer? Offer(Conv2D op, KernelContext context)
    {
        bool fits = op.Window is { KernelHeight: 1, KernelWidth: 1, StrideY: 1, StrideX: 1, PadTop: 0, PadLeft: 0 }
            && op.Output.Shape[1] == op.Input.Shape[1] && op.Output.Shape[2] == op.Input.Shape[2] && op.Groups == 1;
        if (context.Core.HasDsp || !fits) return null;
        Overlap? overlap = new PixelOrder(2, Buffers: false, descending).Of(op.Window, op.Input, op.Output);
        bool isArmv6 = context.Core.Kind is CoreKind.CortexM0 or CoreKind.CortexM0Plus;
        return new((op.Macs * (isArmv6 ? 18 : 9) / 4) + (op.Output.ByteCount * (isArmv6 ? 60 : 22)), 0, overlap is { } o ? [o] : []) { ByRows = true };
    }

    /// <inheritdoc/>
    protected override KernelCall Call(Conv2D op, KernelContext context) =>
        new KernelCall("conv_1x1_blocks", "conv_1x1_blocks", "plain/conv_1x1_blocks.h")
            .With("input", op.Input)
            .With("output", op.Output)
            .WithConstants("weights", ConstantType.Int8, ConstantData.Int8Values(op.Weights), $"{op.Weights.Shape}: output channel, input channel")
            .WithConstants("bias", ConstantType.Int32, ConstantData.FoldedBias(op.Bias, op.Weights, op.Weights.Shape[0], channelsLast: false, op.Input.ZeroPoint), "bias - input zero point * sum of the channel's weights")
            .WithMultipliers(op.Multipliers)
            .With("pixels", op.Output.Shape.ElementCount / op.Output.Shape[3]).With("inputs", op.Input.Shape[3]).With("outputs", op.Output.Shape[3])
            .With("descending", descending ? 1 : 0)
            .With("output_zero_point", op.Output.ZeroPoint)
            .WithClamp(op.Clamp);
}
