using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>SOFTMAX in plain C, with a table of exponentials where many are needed or at speed. The output may replace the input.</summary>
internal sealed class PlainSoftmax : Kernel<Softmax>
{
    private const int FewOutputs = 256;

    /// <inheritdoc/>
    public override string Name => "softmax";

    /// <inheritdoc/>
    protected override KernelOffer Offer(Softmax op, KernelContext context) => new(op.Output.ByteCount * (HasTable(op, context) ? 60L : 250L), 0, [new(op.Input)]);

    /// <inheritdoc/>
    protected override KernelCall Call(Softmax op, KernelContext context)
    {
        KernelCall call = new KernelCall("softmax", "softmax", "plain/softmax.h").With("input", op.Input).With("output", op.Output);
        if (HasTable(op, context))
            call.WithConstants("exponentials", ConstantType.Int32, op.Exponentials, "exp(-d * beta * input scale) for d = 0 to 255, as Q31 fractions");
        return call
            .With("multiplier", op.InputMultiplier.Multiplier).With("shift", op.InputMultiplier.Shift)
            .With("largest_difference", -op.DiffMin)
            .With("rows", op.Output.Shape.ElementCount / op.Depth)
            .With("depth", op.Depth);
    }

    private static bool HasTable(Softmax op, KernelContext context) =>
        context.Options.Goal == OptimizationGoal.Speed || op.Output.ByteCount >= FewOutputs;
}
