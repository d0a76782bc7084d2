using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>QUANTIZE from float32, in single precision. The output may replace the input.</summary>
internal sealed class PlainQuantize : Kernel<Quantize>
{
    /// <inheritdoc/>
    public override string Name => "quantize";

    /// <inheritdoc/>
    protected override KernelOffer? Offer(Quantize op, KernelContext context) =>
        op.Input.Type == ElementType.Float32 ? new(op.Output.ByteCount * 40L, 0, [new(op.Input)]) : null;

    /// <inheritdoc/>
    protected override KernelCall Call(Quantize op, KernelContext context) =>
        new KernelCall("quantize", "quantize", "plain/quantize.h")
            .With("input", new TensorArgument(op.Input, "const arena_float *"))
            .With("output", op.Output)
            .With("count", op.Output.Shape.ElementCount)
            .With("scale", new FloatArgument(op.Output.Scale))
            .With("zero_point", op.Output.ZeroPoint);
}

/// <summary>DEQUANTIZE to float32, in single precision.</summary>
internal sealed class PlainDequantize : Kernel<Dequantize>
{
    /// <inheritdoc/>
    public override string Name => "dequantize";

    /// <inheritdoc/>
    protected override KernelOffer Offer(Dequantize op, KernelContext context) => new(op.Output.ByteCount * 10L);

    /// <inheritdoc/>
    protected override KernelCall Call(Dequantize op, KernelContext context) =>
        new KernelCall("dequantize", "dequantize", "plain/quantize.h")
            .With("input", op.Input)
            .With("output", new TensorArgument(op.Output, "arena_float *"))
            .With("count", op.Output.Shape.ElementCount)
            .With("scale", new FloatArgument(op.Input.Scale))
            .With("zero_point", op.Input.ZeroPoint);
}
