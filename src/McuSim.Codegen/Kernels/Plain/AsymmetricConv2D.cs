using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>CONV_2D whose weights have a zero point, for any core.</summary>
internal sealed class AsymmetricConv2D : Kernel<Conv2D>
{
    /// <inheritdoc/>
    public override string Name => "asymmetric_conv_2d";

    /// <inheritdoc/>
    protected override bool TakesWeightZeroPoint => true;

    /// <inheritdoc/>
    protected override KernelOffer? Offer(Conv2D op, KernelContext context)
    {
        if (op.Groups > 1) return null;
        return new((op.Macs * 4) + (op.Output.ByteCount * 20), IsRows(op) ? 0 : op.Weights.Shape.ElementCount / op.Weights.Shape[0]);
    }

    /// <inheritdoc/>
    protected override KernelCall Call(Conv2D op, KernelContext context) => IsRows(op)
        ? AsymmetricFullyConnected.Arguments(op.Input, op.Weights, op.Bias, op.Output, context).WithMultiplier(op.Multipliers).WithClamp(op.Clamp)
        : new KernelCall("asymmetric_conv_2d", "asymmetric_conv_2d", "plain/asymmetric.h")
            .With("input", op.Input)
            .With("output", op.Output)
            .With("scratch", new ScratchArgument())
            .WithConstants("weights", ConstantType.Int8, ConstantData.Int8Values(op.Weights), $"{op.Weights.Shape}: output channel, kernel row, kernel column, input channel")
            .WithConstants("bias", ConstantType.Int32, AsymmetricWeights.FoldedBias(op.Bias, op.Weights, op.Weights.Shape[0], op.Input.ZeroPoint), "bias - input zero point * sum of the channel's weights")
            .WithMultiplier(op.Multipliers)
            .With("batches", op.Input.Shape[0])
            .With("input_height", op.Input.Shape[1]).With("input_width", op.Input.Shape[2]).With("input_channels", op.Input.Shape[3])
            .With("output_height", op.Output.Shape[1]).With("output_width", op.Output.Shape[2]).With("output_channels", op.Output.Shape[3])
            .WithWindow(op.Window)
            .With("input_zero_point", op.Input.ZeroPoint)
            .With("weight_zero_point", op.Weights.ZeroPoint)
            .With("output_zero_point", op.Output.ZeroPoint)
            .WithClamp(op.Clamp)
            .With("dsp", context.Core.HasDsp ? 1 : 0);

    /// <summary>Whether the windows are the input's pixels, one after the other.</summary>
    private static bool IsRows(Conv2D op) => op.Window is { KernelHeight: 1, KernelWidth: 1, StrideY: 1, StrideX: 1, PadTop: 0, PadLeft: 0 }
        && op.Output.Shape[1] == op.Input.Shape[1] && op.Output.Shape[2] == op.Input.Shape[2];
}
