using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>CONCATENATION in plain C.</summary>
internal sealed class PlainConcatenation : Kernel<Concatenation>
{
    /// <inheritdoc/>
    public override string Name => "concatenation";

    /// <inheritdoc/>
    protected override KernelOffer Offer(Concatenation op, KernelContext context) => new(op.Output.ByteCount * 2L);

    /// <inheritdoc/>
    protected override KernelCall Call(Concatenation op, KernelContext context)
    {
        int outer = op.Output.Shape.Dimensions.Take(op.Axis).Aggregate(1, (a, b) => a * b);
        return new KernelCall("concatenation", "concatenation", "plain/concatenation.h")
            .With("inputs", new TensorsArgument(op.Inputs))
            .With("run_bytes", new NumbersPointerArgument([.. op.Inputs.Select(t => t.ByteCount / outer)]))
            .With("output", op.Output)
            .With("input_count", op.Inputs.Length)
            .With("outer_count", outer);
    }
}
