using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>
/// DEPTHWISE_CONV_2D with one filter per channel as libraries of kernels do it on cores with DSP instructions, over a window copied as 16-bit values.
/// A baseline of the ablation, never part of the engine itself.
/// </summary>
internal sealed class LibraryDepthwiseConv2D : Kernel<DepthwiseConv2D>
{
    /// <inheritdoc/>
    public override string Name => "depthwise_conv_2d_im2col";

    /// <inheritdoc/>
    public override bool ServesAt(EngineStage stage) => stage is EngineStage.Library or EngineStage.Generated or EngineStage.NetworkIm2col;

    /// <inheritdoc/>
    protected override KernelOffer? Offer(DepthwiseConv2D op, KernelContext context) =>
        context.Core.HasDsp && op.DepthMultiplier == 1 ? new((op.Macs * 8) + (op.Output.ByteCount * 16L), op.Weights.ByteCount * 2) : null;

    /// <inheritdoc/>
    protected override KernelCall Call(DepthwiseConv2D op, KernelContext context) =>
        new KernelCall("depthwise_conv_2d_im2col", "conv_2d_im2col", "library/depthwise_conv_2d_im2col.h")
            .With("input", op.Input)
            .With("output", op.Output)
            .With("windows", new ScratchArgument("im2col_value *"))
            .WithConstants("weights", ConstantType.Int8, ConstantData.Int8Values(op.Weights), $"{op.Weights.Shape}: 1, kernel row, kernel column, channel")
            .WithConstants("bias", ConstantType.Int32, [.. ConstantData.Int32(op.Bias, op.Output.Shape[3])], "bias")
            .WithMultipliers(op.Multipliers)
            .With("batches", op.Input.Shape[0])
            .With("input_height", op.Input.Shape[1]).With("input_width", op.Input.Shape[2]).With("input_channels", op.Input.Shape[3])
            .With("output_height", op.Output.Shape[1]).With("output_width", op.Output.Shape[2]).With("output_channels", op.Output.Shape[3])
            .With("pixels", 1)
            .WithWindow(op.Window)
            .With("input_zero_point", op.Input.ZeroPoint)
            .With("output_zero_point", op.Output.ZeroPoint)
            .WithClamp(op.Clamp);
}
