using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>ADD and SUB of equal shapes where one multiply per side is proved enough, for any core.</summary>
internal sealed class PlainAddLinear : Kernel<Elementwise>
{
    /// <inheritdoc/>
    public override bool ServesAt(EngineStage stage) => stage >= EngineStage.Specialised;

    /// <inheritdoc/>
    public override string Name => "add_linear";

    /// <inheritdoc/>
    protected override KernelOffer? Offer(Elementwise op, KernelContext context)
    {
        int count = op.Output.Shape.ElementCount;
        if (op.Left.Shape.ElementCount != count || op.Right.Shape.ElementCount != count || LinearSum.TryFind(op, fractionBits: 0) is null) return null;
        return new(count * 9L, 0, [.. op.ActivationInputs.Select(t => new Overlap(t))]) { ByRows = true };
    }

    /// <inheritdoc/>
    protected override KernelCall Call(Elementwise op, KernelContext context)
    {
        LinearSum sum = LinearSum.TryFind(op, fractionBits: 0)!.Value;
        return new KernelCall("add_linear", "add_linear", "plain/add_linear.h")
            .With("left", op.Left).With("right", op.Right)
            .With("output", op.Output)
            .With("count", op.Output.Shape.ElementCount)
            .With("left_factor", sum.LeftFactor).With("right_factor", sum.RightFactor)
            .With("offset", sum.Offset).With("shift", sum.Shift)
            .WithClamp(op.Clamp);
    }
}
