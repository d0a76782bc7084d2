using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>ADD, SUB and MUL of one number per channel, as a normalisation that was not folded has it, where one multiply is proved enough.</summary>
internal sealed class PlainChannelLinear : Kernel<Elementwise>
{
    /// <inheritdoc/>
    public override bool ServesAt(EngineStage stage) => stage >= EngineStage.Specialised;

    /// <inheritdoc/>
    public override string Name => "channel_linear";

    /// <inheritdoc/>
    protected override KernelOffer? Offer(Elementwise op, KernelContext context)
    {
        if (ConstantSide.Of(op) is not { IsScalar: false } side || ChannelLinear.TryFind(side) is null) return null;
        return new(op.Output.ByteCount * 9L, 0, [new Overlap(side.Activation)]) { ByRows = true };
    }

    /// <inheritdoc/>
    protected override KernelCall Call(Elementwise op, KernelContext context)
    {
        ConstantSide side = ConstantSide.Of(op)!.Value;
        ChannelLinear linear = ChannelLinear.TryFind(side)!;
        return new KernelCall("channel_linear", "channel_linear", "plain/channel_linear.h")
            .With("input", side.Activation)
            .With("output", op.Output)
            .WithConstants("constants", ConstantType.Int32, [.. linear.Channels.SelectMany(c => (int[])[c.Factor, c.Offset])], "factor and offset of each channel")
            .With("pixels", op.Output.Shape.ElementCount / side.Channels)
            .With("channels", side.Channels)
            .With("shift", linear.Shift)
            .WithClamp(op.Clamp);
    }
}
