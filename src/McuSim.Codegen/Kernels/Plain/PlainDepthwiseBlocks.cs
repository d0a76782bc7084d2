using McuSim.Boards;
using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>
/// Convolutions in which every filter sees one channel, channel by channel through a padded plane in scratch, four outputs side by side at a time.
/// With one filter per channel the output may replace the input.
/// </summary>
internal sealed class PlainDepthwiseBlocks : Kernel
{
    /// <inheritdoc/>
    public override bool ServesAt(EngineStage stage) => stage >= EngineStage.Specialised;

    /// <inheritdoc/>
    public override string Name => "depthwise_blocks";

    /// <inheritdoc/>
    public override KernelOffer? Offer(Operator @operator, KernelContext context)
    {
        if (AsymmetricWeights.Has(@operator) || ChannelFilters.Of(@operator) is not { } op || op.Input.Shape[0] != 1) return null;
        (int pitch, int height) = Plane(op);
        bool isArmv6 = context.Core.Kind is CoreKind.CortexM0 or CoreKind.CortexM0Plus;
        bool inPlace = @operator is DepthwiseConv2D && op.PerChannel == 1 && op.Output.ByteCount <= op.Input.ByteCount;
        long filters = op.Output.Shape[3], channels = op.Input.Shape[3], gathered = (long)Math.Min(height, op.Input.Shape[1]) * op.Input.Shape[2] * channels;
        long cost = (op.Op.Macs * (isArmv6 ? 9 : 7) / 2) + (op.Output.ByteCount * (isArmv6 ? 50L : 25L)) + (gathered * 6) + (filters * ((op.Taps * 6L) + 40)) + (height * pitch * 2L);
        return new(cost, (4 * (op.Taps + op.Output.Shape[2])) + (pitch * height), inPlace ? [new(op.Input)] : []) { ByRows = true };
    }

    /// <inheritdoc/>
    public override KernelCall Call(Operator @operator, KernelContext context)
    {
        ChannelFilters op = ChannelFilters.Of(@operator)!;
        return new KernelCall("depthwise_blocks", "depthwise_blocks", "plain/depthwise_blocks.h")
            .With("input", op.Input)
            .With("output", op.Output)
            .With("scratch", new ScratchArgument("int32_t *"))
            .WithConstants("weights", ConstantType.Int8, op.Weights, "filter, kernel row, kernel column")
            .WithConstants("bias", ConstantType.Int32, op.Bias, "bias - (input zero point + 128) * sum of the filter's weights")
            .WithMultipliers(op.Multipliers)
            .With("input_height", op.Input.Shape[1]).With("input_width", op.Input.Shape[2])
            .With("channels", op.Input.Shape[3]).With("filters_per_channel", op.PerChannel)
            .With("output_height", op.Output.Shape[1]).With("output_width", op.Output.Shape[2])
            .With("pitch", Plane(op).Pitch)
            .WithWindow(op.Window)
            .With("input_zero_point", op.Input.ZeroPoint)
            .With("output_zero_point", op.Output.ZeroPoint)
            .WithClamp(op.Clamp);
    }

    /// <summary>Columns and rows that windows reach, with padding.</summary>
    private static (int Pitch, int Height) Plane(ChannelFilters op) => (
        ((op.Output.Shape[2] - 1) * op.Window.StrideX) + ((op.Window.KernelWidth - 1) * op.Window.DilationX) + 1,
        ((op.Output.Shape[1] - 1) * op.Window.StrideY) + ((op.Window.KernelHeight - 1) * op.Window.DilationY) + 1);
}
