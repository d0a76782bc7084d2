using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>CONV_2D as libraries of kernels do it, over windows copied as 16-bit values. A baseline of the ablation, never part of the engine itself.</summary>
/// <param name="pixels">Windows that are copied at a time, even.</param>
internal sealed class LibraryConv2D(int pixels) : Kernel<Conv2D>
{
    /// <summary>What libraries copy at a time.</summary>
    private const int Usual = 2;

    /// <inheritdoc/>
    public override string Name => pixels == Usual ? "conv_2d_im2col" : $"conv_2d_im2col_{pixels}";

    /// <inheritdoc/>
    public override bool ServesAt(EngineStage stage) =>
        stage == EngineStage.NetworkIm2col || (pixels == Usual && stage is EngineStage.Library or EngineStage.Generated);

    /// <inheritdoc/>
    protected override KernelOffer? Offer(Conv2D op, KernelContext context)
    {
        long outputPixels = op.Output.ByteCount / op.Output.Shape[3];
        if (op.Groups != 1 || (pixels > Usual && outputPixels < pixels)) return null;
        long weights = outputPixels / pixels * op.Weights.ByteCount / 2;
        return new((op.Macs * (context.Core.HasDsp ? 2 : 5)) + (outputPixels * WindowSize(op) * 4) + weights, pixels * WindowSize(op) * 2);
    }

    /// <inheritdoc/>
    protected override KernelCall Call(Conv2D op, KernelContext context) =>
        new KernelCall("conv_2d_im2col", "conv_2d_im2col", "library/conv_2d_im2col.h")
            .With("input", op.Input)
            .With("output", op.Output)
            .With("windows", new ScratchArgument("im2col_value *"))
            .WithConstants("weights", ConstantType.Int8, ConstantData.Int8Values(op.Weights), $"{op.Weights.Shape}: output channel, kernel row, kernel column, input channel")
            .WithConstants("bias", ConstantType.Int32, [.. ConstantData.Int32(op.Bias, op.Weights.Shape[0])], "bias")
            .WithMultipliers(op.Multipliers)
            .With("batches", op.Input.Shape[0])
            .With("input_height", op.Input.Shape[1]).With("input_width", op.Input.Shape[2]).With("input_channels", op.Input.Shape[3])
            .With("output_height", op.Output.Shape[1]).With("output_width", op.Output.Shape[2]).With("output_channels", op.Output.Shape[3])
            .With("pixels", pixels)
            .WithWindow(op.Window)
            .With("input_zero_point", op.Input.ZeroPoint)
            .With("output_zero_point", op.Output.ZeroPoint)
            .WithClamp(op.Clamp);

    private static int WindowSize(Conv2D op) => op.Window.KernelHeight * op.Window.KernelWidth * op.Input.Shape[3];
}
