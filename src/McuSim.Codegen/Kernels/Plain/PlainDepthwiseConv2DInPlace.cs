using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>DEPTHWISE_CONV_2D in plain C, channel by channel through a padded plane in scratch, so that the output may replace the input.</summary>
internal sealed class PlainDepthwiseConv2DInPlace : Kernel<DepthwiseConv2D>
{
    /// <inheritdoc/>
    public override bool ServesAt(EngineStage stage) => stage >= EngineStage.InPlace;

    /// <inheritdoc/>
    public override string Name => "depthwise_conv_2d_in_place";

    /// <inheritdoc/>
    protected override KernelOffer? Offer(DepthwiseConv2D op, KernelContext context)
    {
        if (op.DepthMultiplier != 1 || op.Input.Shape[0] != 1) return null;
        DepthwisePlane plane = DepthwisePlane.Of(op);
        bool inPlace = op.Output.ByteCount <= op.Input.ByteCount;
        return new((op.Macs * 8) + (op.Output.ByteCount * 25) + (op.Input.ByteCount * 6), plane.Bytes, inPlace ? [new(op.Input)] : []);
    }

    /// <inheritdoc/>
    protected override KernelCall Call(DepthwiseConv2D op, KernelContext context)
    {
        DepthwisePlane plane = DepthwisePlane.Of(op);
        return new KernelCall("depthwise_conv_2d_in_place", "depthwise_conv_2d_in_place", "plain/depthwise_conv_2d_in_place.h")
            .With("input", op.Input)
            .With("output", op.Output)
            .With("plane", new ScratchArgument())
            .WithConstants("weights", ConstantType.Int8, DepthwisePlane.WeightsByChannel(op), "channel, kernel row, kernel column")
            .WithConstants("bias", ConstantType.Int32, ConstantData.FoldedBias(op.Bias, op.Weights, op.Output.Shape[3], channelsLast: true, op.Input.ZeroPoint), "bias - input zero point * sum of the channel's weights")
            .WithMultipliers(op.Multipliers)
            .With("input_height", op.Input.Shape[1]).With("input_width", op.Input.Shape[2]).With("channels", op.Input.Shape[3])
            .With("output_height", op.Output.Shape[1]).With("output_width", op.Output.Shape[2])
            .With("plane_height", plane.Height).With("plane_width", plane.Width)
            .WithWindow(op.Window)
            .With("input_zero_point", op.Input.ZeroPoint)
            .With("output_zero_point", op.Output.ZeroPoint)
            .WithClamp(op.Clamp);
    }
}
