using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>CONCATENATION in plain C. Where every input is one run of the output, the output may lie so that one of them is in its place already.</summary>
internal sealed class PlainConcatenation : Kernel<Concatenation>
{
    /// <inheritdoc/>
    public override string Name => "concatenation";

    /// <inheritdoc/>
    protected override KernelOffer Offer(Concatenation op, KernelContext context) => new(op.Output.ByteCount * 2L, 0, Outer(op) == 1 ? [.. InPlace(op)] : []);

    /// <inheritdoc/>
    protected override KernelCall Call(Concatenation op, KernelContext context)
    {
        int outer = Outer(op);
        return new KernelCall("concatenation", "concatenation", "plain/concatenation.h")
            .With("inputs", new TensorsArgument(op.Inputs))
            .With("run_bytes", new NumbersPointerArgument([.. op.Inputs.Select(t => t.ByteCount / outer)]))
            .With("output", op.Output)
            .With("input_count", op.Inputs.Length)
            .With("outer_count", outer);
    }

    private static int Outer(Concatenation op) => op.Output.Shape.Dimensions.Take(op.Axis).Aggregate(1, (a, b) => a * b);

    private static IEnumerable<Overlap> InPlace(Concatenation op)
    {
        int offset = 0;
        foreach (Tensor input in op.Inputs)
        {
            if (!input.IsConstant && offset % ArenaLayout.Alignment == 0 && op.Inputs.Count(t => t == input) == 1) yield return new(input, -offset, new RunOrder());
            offset += input.ByteCount;
        }
    }

    /// <summary>Input after input is read and written.</summary>
    private sealed record RunOrder : AccessOrder
    {
        /// <inheritdoc/>
        public override void Walk(Operator op, Tensor input, AccessVisitor visit)
        {
            int offset = 0;
            foreach (Tensor each in ((Concatenation)op).Inputs)
            {
                if (each == input) visit(false, 0, each.ByteCount, 1);
                visit(true, offset, each.ByteCount, 1);
                offset += each.ByteCount;
            }
        }
    }
}
