using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>FULLY_CONNECTED on cores with DSP instructions, for rows whose sums are too large for <see cref="DspFullyConnected"/>.</summary>
internal sealed class DspWideFullyConnected : Kernel<FullyConnected>
{
    /// <inheritdoc/>
    public override bool ServesAt(EngineStage stage) => stage >= EngineStage.Specialised;

    /// <inheritdoc/>
    public override string Name => "fully_connected_wide_dsp";

    /// <inheritdoc/>
    protected override KernelOffer? Offer(FullyConnected op, KernelContext context) =>
        context.Core.HasDsp && WideConstants.TryCreate(op) is not null ? new((op.Macs * 9 / 8) + (op.Output.ByteCount * 30L)) : null;

    /// <inheritdoc/>
    protected override KernelCall Call(FullyConnected op, KernelContext context) =>
        new KernelCall("fully_connected_wide", "fully_connected_wide", "dsp/layers_wide.h")
            .With("input", op.Input)
            .With("output", op.Output)
            .WithWide(WideConstants.TryCreate(op)!)
            .With("batches", op.Batches).With("inputs", op.InputCount).With("outputs", op.OutputCount)
            .With("output_zero_point", op.Output.ZeroPoint)
            .WithClamp(op.Clamp);
}

/// <summary>CONV_2D on cores with DSP instructions, for windows whose sums are too large for <see cref="DspConv2D"/>.</summary>
internal sealed class DspWideConv2D : Kernel<Conv2D>
{
    /// <inheritdoc/>
    public override bool ServesAt(EngineStage stage) => stage >= EngineStage.Specialised;

    /// <inheritdoc/>
    public override string Name => "conv_2d_wide_dsp";

    /// <inheritdoc/>
    protected override KernelOffer? Offer(Conv2D op, KernelContext context)
    {
        if (!context.Core.HasDsp || WideConstants.TryCreate(op) is null) return null;
        int values = op.Weights.Shape.ElementCount / op.Weights.Shape[0], pixels = op.Output.ByteCount / op.Output.Shape[3];
        Overlap? overlap = new PixelOrder(1, Buffers: true, Descending: false).Of(op.Window, op.Input, op.Output);
        return new((op.Macs * 9 / 8) + (op.Output.ByteCount * 30L) + (pixels * (long)values), values, overlap is { } o ? [o] : []) { ByRows = true };
    }

    /// <inheritdoc/>
    protected override KernelCall Call(Conv2D op, KernelContext context) =>
        new KernelCall("conv_2d_wide", "conv_2d_wide", "dsp/layers_wide.h")
            .With("input", op.Input)
            .With("output", op.Output)
            .With("scratch", new ScratchArgument())
            .WithWide(WideConstants.TryCreate(op)!)
            .With("batches", op.Input.Shape[0])
            .With("input_height", op.Input.Shape[1]).With("input_width", op.Input.Shape[2]).With("input_channels", op.Input.Shape[3])
            .With("output_height", op.Output.Shape[1]).With("output_width", op.Output.Shape[2]).With("output_channels", op.Output.Shape[3])
            .WithWindow(op.Window)
            .With("input_zero_point", op.Input.ZeroPoint)
            .With("output_zero_point", op.Output.ZeroPoint)
            .WithClamp(op.Clamp);
}

/// <summary>Sets the fields that <c>dsp/wide.h</c> asks for.</summary>
internal static class WideCalls
{
    /// <summary>Sets the fields <c>weights</c>, <c>starts</c>, <c>channels</c> and <c>segment</c>.</summary>
    public static KernelCall WithWide(this KernelCall call, WideConstants constants) => call
        .WithConstants("weights", ConstantType.Int8, constants.Weights, "per pair of channels, per four values: four weights of each, in lanes w0 + 256 * w1")
        .WithConstants("starts", ConstantType.Int32, constants.Starts, "per pair of channels, per segment: what the sums of both start from")
        .WithConstants("channels", ConstantType.Int32, constants.Channels, "per channel: bias, multiplier, shift")
        .With("segment", constants.Segment);
}
