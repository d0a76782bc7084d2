using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>STRIDED_SLICE that keeps neighbouring channels of some pixels of an image, row by row.</summary>
internal sealed class PlainSliceImage : Kernel<Slice>
{
    /// <inheritdoc/>
    public override string Name => "slice_image";

    /// <summary>Whether a slice is one: an image of an image, with no step backwards.</summary>
    public static bool Serves(Slice op) =>
        op.Input.Shape.Rank == 4 && op.Input.Shape[0] == 1 && op.Output.Shape.Dimensions is [1, _, _, _] kept && kept.SequenceEqual(op.Sizes)
        && op.Steps.All(step => step > 0) && op.Steps[3] == 1;

    /// <inheritdoc/>
    protected override KernelOffer? Offer(Slice op, KernelContext context) =>
        Serves(op) ? new((op.Output.ByteCount / 2L) + (op.Output.ByteCount / op.Sizes[3] * 14L)) { ByRows = true } : null;

    /// <inheritdoc/>
    protected override KernelCall Call(Slice op, KernelContext context)
    {
        int channels = op.Input.Shape[3], row = op.Input.Shape[2] * channels;
        return new KernelCall("slice_image", "slice_image", "plain/slice_image.h")
            .With("input", op.Input)
            .With("output", op.Output)
            .With("start", (op.Starts[1] * row) + (op.Starts[2] * channels) + op.Starts[3])
            .With("output_height", op.Sizes[1])
            .With("width", op.Sizes[2])
            .With("channels", op.Sizes[3])
            .With("row_stride", op.Steps[1] * row)
            .With("pixel_stride", op.Steps[2] * channels);
    }
}
