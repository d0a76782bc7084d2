using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>FULLY_CONNECTED whose weights have a zero point, for any core.</summary>
internal sealed class AsymmetricFullyConnected : Kernel<FullyConnected>
{
    /// <inheritdoc/>
    public override string Name => "asymmetric_fully_connected";

    /// <inheritdoc/>
    protected override bool TakesWeightZeroPoint => true;

    /// <inheritdoc/>
    protected override KernelOffer Offer(FullyConnected op, KernelContext context) => new((op.Macs * 4) + (op.Output.ByteCount * 20));

    /// <inheritdoc/>
    protected override KernelCall Call(FullyConnected op, KernelContext context) => Arguments(op.Input, op.Weights, op.Bias, op.Output, context)
        .WithMultiplier(op.Multipliers)
        .WithClamp(op.Clamp);

    /// <summary>The call for rows of values that follow each other, but for what the operators have in different places.</summary>
    public static KernelCall Arguments(Tensor input, Tensor weights, Tensor? bias, Tensor output, KernelContext context)
    {
        int outputs = weights.Shape[0], inputs = weights.Shape.ElementCount / outputs;
        return new KernelCall("asymmetric_fully_connected", "asymmetric_rows", "plain/asymmetric.h")
            .With("input", input)
            .With("output", output)
            .WithConstants("weights", ConstantType.Int8, ConstantData.Int8Values(weights), $"{weights.Shape}: output, input")
            .WithConstants("bias", ConstantType.Int32, AsymmetricWeights.FoldedBias(bias, weights, outputs, input.ZeroPoint), "bias - input zero point * sum of the output's weights")
            .With("batches", output.Shape.ElementCount / outputs).With("inputs", inputs).With("outputs", outputs)
            .With("weight_zero_point", weights.ZeroPoint)
            .With("output_zero_point", output.ZeroPoint)
            .With("dsp", context.Core.HasDsp ? 1 : 0);
    }
}
