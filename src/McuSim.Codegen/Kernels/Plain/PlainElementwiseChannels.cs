using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>ADD, SUB and MUL of an image with one value for each channel, as squeeze-and-excite does. The output may replace the image.</summary>
internal sealed class PlainElementwiseChannels : Kernel<Elementwise>
{
    /// <inheritdoc/>
    public override bool ServesAt(EngineStage stage) => stage >= EngineStage.Specialised;

    /// <inheritdoc/>
    public override string Name => "elementwise_channels";

    /// <inheritdoc/>
    protected override KernelOffer? Offer(Elementwise op, KernelContext context) => RowWindow.ChannelSide(op) is { } side
        ? new(op.Output.ByteCount * 24L, 0, [.. op.ActivationInputs.Where(t => t != side).Select(t => new Overlap(t))]) { ByRows = true }
        : null;

    /// <inheritdoc/>
    protected override KernelCall Call(Elementwise op, KernelContext context)
    {
        int channels = op.Output.Shape[-1];
        KernelCall call = new KernelCall($"{op.Name.ToLowerInvariant()}_channels", "elementwise_channels", "plain/elementwise_channels.h")
            .With("left", op.Left).With("right", op.Right)
            .With("output", op.Output)
            .With("pixels", op.Output.Shape.ElementCount / channels).With("channels", channels)
            .With("right_is_image", RowWindow.ChannelSide(op) == op.Left ? 1 : 0);
        return PlainElementwise.WithNumbers(call, op);
    }
}
