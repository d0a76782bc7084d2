using McuSim.Boards;
using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>DEPTHWISE_CONV_2D with one filter per channel, pixel by pixel, four channels at a time: for outputs of few pixels.</summary>
internal sealed class PlainDepthwiseChannels : Kernel<DepthwiseConv2D>
{
    /// <inheritdoc/>
    public override bool ServesAt(EngineStage stage) => stage >= EngineStage.Specialised;

    /// <inheritdoc/>
    public override string Name => "depthwise_channels";

    /// <inheritdoc/>
    protected override KernelOffer? Offer(DepthwiseConv2D op, KernelContext context)
    {
        bool isArmv6 = context.Core.Kind is CoreKind.CortexM0 or CoreKind.CortexM0Plus;
        int channels = op.Input.Shape[3];
        if (op.DepthMultiplier != 1 || op.Input.Shape[0] != 1 || channels < 4 || (isArmv6 && channels % 4 != 0)) return null;
        bool padded = op.Window.PadTop + op.Window.PadLeft > 0;
        long perTap = (context.Core.HasDsp ? 13 : isArmv6 ? 36 : 22) + (padded ? 8 : 0), perFour = isArmv6 ? 300 : 100;
        long fours = (long)op.Output.ByteCount / channels * ((channels + 3) / 4);
        return new(fours * (perFour + (perTap * op.Window.KernelHeight * op.Window.KernelWidth))) { ByRows = true };
    }

    /// <inheritdoc/>
    protected override KernelCall Call(DepthwiseConv2D op, KernelContext context) =>
        new KernelCall("depthwise_channels", "depthwise_channels", "plain/depthwise_channels.h")
            .With("input", op.Input)
            .With("output", op.Output)
            .WithConstants("weights", ConstantType.Int8, ConstantData.Int8Values(op.Weights), $"{op.Weights.Shape}: 1, kernel row, kernel column, channel")
            .WithConstants("bias", ConstantType.Int32, ConstantData.FoldedBias(op.Bias, op.Weights, op.Output.Shape[3], channelsLast: true, op.Input.ZeroPoint), "bias - input zero point * sum of the channel's weights")
            .WithMultipliers(op.Multipliers)
            .With("input_height", op.Input.Shape[1]).With("input_width", op.Input.Shape[2]).With("channels", op.Input.Shape[3])
            .With("output_height", op.Output.Shape[1]).With("output_width", op.Output.Shape[2])
            .WithWindow(op.Window)
            .With("input_zero_point", op.Input.ZeroPoint)
            .With("output_zero_point", op.Output.ZeroPoint)
            .WithClamp(op.Clamp);
}
