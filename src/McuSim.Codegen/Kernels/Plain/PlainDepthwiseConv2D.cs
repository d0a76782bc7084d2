using McuSim.Boards;
using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>DEPTHWISE_CONV_2D in plain C, for any core, window and depth multiplier.</summary>
internal sealed class PlainDepthwiseConv2D : Kernel<DepthwiseConv2D>
{
    /// <inheritdoc/>
    public override string Name => "depthwise_conv_2d";

    /// <inheritdoc/>
    protected override KernelOffer Offer(DepthwiseConv2D op, KernelContext context) =>
        new(Cost: (op.Macs * (context.Core.Kind is CoreKind.CortexM0 or CoreKind.CortexM0Plus ? 28 : 17)) + (op.Output.ByteCount * 30)) { ByRows = true };

    /// <inheritdoc/>
    protected override KernelCall Call(DepthwiseConv2D op, KernelContext context) =>
        new KernelCall("depthwise_conv_2d", "depthwise_conv_2d", "plain/depthwise_conv_2d.h")
            .With("input", op.Input)
            .With("output", op.Output)
            .WithConstants("weights", ConstantType.Int8, ConstantData.Int8Values(op.Weights), $"{op.Weights.Shape}: 1, kernel row, kernel column, output channel")
            .WithConstants("bias", ConstantType.Int32, ConstantData.FoldedBias(op.Bias, op.Weights, op.Output.Shape[3], channelsLast: true, op.Input.ZeroPoint), "bias - input zero point * sum of the channel's weights")
            .WithMultipliers(op.Multipliers)
            .With("batches", op.Input.Shape[0])
            .With("input_height", op.Input.Shape[1]).With("input_width", op.Input.Shape[2]).With("input_channels", op.Input.Shape[3])
            .With("output_height", op.Output.Shape[1]).With("output_width", op.Output.Shape[2])
            .With("depth_multiplier", op.DepthMultiplier)
            .WithWindow(op.Window)
            .With("input_zero_point", op.Input.ZeroPoint)
            .With("output_zero_point", op.Output.ZeroPoint)
            .WithClamp(op.Clamp);
}
