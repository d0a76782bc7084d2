using System.Collections.Immutable;

using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>DEPTHWISE_CONV_2D whose weights have a zero point, for any core, window and depth multiplier.</summary>
internal sealed class AsymmetricDepthwiseConv2D : Kernel<DepthwiseConv2D>
{
    /// <inheritdoc/>
    public override string Name => "asymmetric_depthwise_conv_2d";

    /// <inheritdoc/>
    protected override bool TakesWeightZeroPoint => true;

    /// <inheritdoc/>
    protected override KernelOffer Offer(DepthwiseConv2D op, KernelContext context) => new((op.Macs * 8) + (op.Output.ByteCount * 20));

    /// <inheritdoc/>
    protected override KernelCall Call(DepthwiseConv2D op, KernelContext context) =>
        new KernelCall("asymmetric_depthwise_conv_2d", "asymmetric_depthwise_conv_2d", "plain/asymmetric_depthwise_conv_2d.h")
            .With("input", op.Input)
            .With("output", op.Output)
            .WithConstants("weights", ConstantType.Int8, ConstantData.Int8Values(op.Weights), $"{op.Weights.Shape}: 1, kernel row, kernel column, output channel")
            .WithConstants("bias", ConstantType.Int32, ImmutableArray.Create(ConstantData.Int32(op.Bias, op.Output.Shape[3])), "bias")
            .WithMultiplier(op.Multipliers)
            .With("batches", op.Input.Shape[0])
            .With("input_height", op.Input.Shape[1]).With("input_width", op.Input.Shape[2]).With("input_channels", op.Input.Shape[3])
            .With("output_height", op.Output.Shape[1]).With("output_width", op.Output.Shape[2])
            .With("depth_multiplier", op.DepthMultiplier)
            .WithWindow(op.Window)
            .With("input_zero_point", op.Input.ZeroPoint)
            .With("weight_zero_point", op.Weights.ZeroPoint)
            .With("output_zero_point", op.Output.ZeroPoint)
            .WithClamp(op.Clamp)
            .With("dsp", context.Core.HasDsp ? 1 : 0);
}
