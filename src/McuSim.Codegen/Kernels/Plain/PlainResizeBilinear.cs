using System.Collections.Immutable;

using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>RESIZE_BILINEAR in plain C, with what is mixed as tables.</summary>
internal sealed class PlainResizeBilinear : Kernel<ResizeBilinear>
{
    /// <inheritdoc/>
    public override string Name => "resize_bilinear";

    /// <inheritdoc/>
    protected override KernelOffer? Offer(ResizeBilinear op, KernelContext context) =>
        op.Input.Shape[1] <= short.MaxValue && op.Input.Shape[2] <= short.MaxValue ? new(op.Output.ByteCount * 20L) : null;

    /// <inheritdoc/>
    protected override KernelCall Call(ResizeBilinear op, KernelContext context) =>
        new KernelCall("resize_bilinear", "resize_bilinear", "plain/resize_bilinear.h")
            .With("input", op.Input)
            .With("output", op.Output)
            .WithConstants("rows", ConstantType.Int16, Flat(op.Rows), "lower row, upper row, fraction")
            .WithConstants("columns", ConstantType.Int16, Flat(op.Columns), "lower column, upper column, fraction")
            .With("batches", op.Input.Shape[0])
            .With("input_height", op.Input.Shape[1]).With("input_width", op.Input.Shape[2])
            .With("output_height", op.Output.Shape[1]).With("output_width", op.Output.Shape[2])
            .With("channels", op.Input.Shape[3]);

    private static ImmutableArray<int> Flat(ImmutableArray<(int Lower, int Upper, int Fraction)> between) =>
        [.. between.SelectMany(b => new[] { b.Lower, b.Upper, b.Fraction })];
}
