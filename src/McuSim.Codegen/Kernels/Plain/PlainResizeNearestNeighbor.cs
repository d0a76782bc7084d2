using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>RESIZE_NEAREST_NEIGHBOR in plain C, with the source rows and columns as tables.</summary>
internal sealed class PlainResizeNearestNeighbor : Kernel<ResizeNearestNeighbor>
{
    /// <inheritdoc/>
    public override string Name => "resize_nearest_neighbor";

    /// <inheritdoc/>
    protected override KernelOffer? Offer(ResizeNearestNeighbor op, KernelContext context) =>
        op.Input.Shape[1] <= short.MaxValue && op.Input.Shape[2] <= short.MaxValue ? new(op.Output.ByteCount * 2L) : null;

    /// <inheritdoc/>
    protected override KernelCall Call(ResizeNearestNeighbor op, KernelContext context) =>
        new KernelCall("resize_nearest_neighbor", "resize_nearest_neighbor", "plain/resize_nearest_neighbor.h")
            .With("input", op.Input)
            .With("output", op.Output)
            .WithConstants("rows", ConstantType.Int16, op.SourceRows, "the input row of each output row")
            .WithConstants("columns", ConstantType.Int16, op.SourceColumns, "the input column of each output column")
            .With("batches", op.Input.Shape[0])
            .With("input_height", op.Input.Shape[1]).With("input_width", op.Input.Shape[2])
            .With("output_height", op.Output.Shape[1]).With("output_width", op.Output.Shape[2])
            .With("channels", op.Input.Shape[3]);
}
