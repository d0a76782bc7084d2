using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>CONV_2D with groups of channels, each a matrix product, on cores with DSP instructions.</summary>
internal sealed class DspGroupedConv2D : Kernel<Conv2D>
{
    /// <inheritdoc/>
    public override bool ServesAt(EngineStage stage) => stage >= EngineStage.Specialised;

    /// <inheritdoc/>
    public override string Name => "conv_2d_grouped_dsp";

    /// <inheritdoc/>
    protected override KernelOffer? Offer(Conv2D op, KernelContext context)
    {
        if (!context.Core.HasDsp || GroupedConstants.TryCreate(op) is null) return null;
        int values = op.Weights.Shape.ElementCount / op.Weights.Shape[0], outputs = op.Output.Shape[3] / op.Groups;
        long windows = op.Output.ByteCount / op.Output.Shape[3] * (long)op.Groups;
        bool copies = op.Window.KernelHeight * op.Window.KernelWidth > 1;
        long cost = (op.Macs * 16 / 20) + (windows * (40 + (values * (copies ? 5L : 2L)))) + (op.Output.ByteCount * 10L);
        return new(cost, (32 * MatmulConstants.Fours(values)) + Words(4 * outputs) + Words(values)) { ByRows = true };
    }

    /// <inheritdoc/>
    protected override KernelCall Call(Conv2D op, KernelContext context) =>
        new KernelCall("conv_2d_grouped", "conv_2d_grouped", "dsp/conv_2d_grouped.h")
            .With("input", op.Input)
            .With("output", op.Output)
            .With("scratch", new ScratchArgument("lanes *"))
            .WithMatmul(GroupedConstants.TryCreate(op)!)
            .With("batches", op.Input.Shape[0])
            .With("input_height", op.Input.Shape[1]).With("input_width", op.Input.Shape[2]).With("input_channels", op.Input.Shape[3])
            .With("output_height", op.Output.Shape[1]).With("output_width", op.Output.Shape[2]).With("output_channels", op.Output.Shape[3])
            .With("groups", op.Groups)
            .WithWindow(op.Window)
            .With("input_zero_point", op.Input.ZeroPoint)
            .WithActivation(op.Clamp, op.Output.ZeroPoint);

    private static int Words(int bytes) => (bytes + 3) / 4 * 4;
}
