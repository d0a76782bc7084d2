using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>ADD and SUB of equal shapes on cores with DSP instructions, where one multiply per side is proved enough.</summary>
internal sealed class DspAdd : Kernel<Elementwise>
{
    private const int FractionBits = 8;

    /// <inheritdoc/>
    public override bool ServesAt(EngineStage stage) => stage >= EngineStage.Specialised;

    /// <inheritdoc/>
    public override string Name => "add_dsp";

    /// <inheritdoc/>
    protected override KernelOffer? Offer(Elementwise op, KernelContext context)
    {
        int count = op.Output.Shape.ElementCount;
        bool equalShapes = op.Left.Shape.ElementCount == count && op.Right.Shape.ElementCount == count;
        if (!context.Core.HasDsp || !equalShapes || LinearSum.TryFind(op, FractionBits) is null) return null;
        return new(count * 7L, 0, [.. op.ActivationInputs.Select(t => new Overlap(t))]) { ByRows = true };
    }

    /// <inheritdoc/>
    protected override KernelCall Call(Elementwise op, KernelContext context)
    {
        LinearSum sum = LinearSum.TryFind(op, FractionBits)!.Value;
        return new KernelCall("add_dsp", "add_dsp", "dsp/add.h")
            .With("left", op.Left).With("right", op.Right)
            .With("output", op.Output)
            .With("count", op.Output.Shape.ElementCount)
            .With("left_factor", sum.LeftFactor).With("right_factor", sum.RightFactor)
            .With("offset", sum.Offset).With("shift", sum.Shift)
            .WithClamp(op.Clamp)
            .MayVary("count", "left_factor", "right_factor", "offset");
    }
}
