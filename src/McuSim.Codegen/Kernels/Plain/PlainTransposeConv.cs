using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>TRANSPOSE_CONV in plain C.</summary>
internal sealed class PlainTransposeConv : Kernel<TransposeConv>
{
    /// <inheritdoc/>
    public override string Name => "transpose_conv";

    /// <inheritdoc/>
    protected override KernelOffer Offer(TransposeConv op, KernelContext context) => new(Cost: (op.Macs * 8) + (op.Output.ByteCount * 20L));

    /// <inheritdoc/>
    protected override KernelCall Call(TransposeConv op, KernelContext context) =>
        new KernelCall("transpose_conv", "transpose_conv", "plain/transpose_conv.h")
            .With("input", op.Input)
            .With("output", op.Output)
            .WithConstants("weights", ConstantType.Int8, ConstantData.Int8Values(op.Weights), $"{op.Weights.Shape}: output channel, kernel row, kernel column, input channel")
            .WithConstants("bias", ConstantType.Int32, [.. ConstantData.Int32(op.Bias, op.Weights.Shape[0])], "bias")
            .WithMultipliers(op.Multipliers)
            .With("batches", op.Input.Shape[0])
            .With("input_height", op.Input.Shape[1]).With("input_width", op.Input.Shape[2]).With("input_channels", op.Input.Shape[3])
            .With("output_height", op.Output.Shape[1]).With("output_width", op.Output.Shape[2]).With("output_channels", op.Output.Shape[3])
            .WithWindow(op.Window)
            .With("input_zero_point", op.Input.ZeroPoint)
            .With("output_zero_point", op.Output.ZeroPoint)
            .WithClamp(op.Clamp);
}
