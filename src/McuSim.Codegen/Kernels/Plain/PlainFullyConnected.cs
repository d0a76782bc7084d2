using System.Collections.Immutable;

using McuSim.Boards;
using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>FULLY_CONNECTED in plain C, for any core.</summary>
internal sealed class PlainFullyConnected : Kernel<FullyConnected>
{
    /// <inheritdoc/>
    public override string Name => "fully_connected";

    /// <inheritdoc/>
    protected override KernelOffer Offer(FullyConnected op, KernelContext context) =>
        new(Cost: (op.Macs * 5) + (op.Output.ByteCount * (context.Core.Kind is CoreKind.CortexM0 or CoreKind.CortexM0Plus ? 80 : 20)));

    /// <inheritdoc/>
    protected override KernelCall Call(FullyConnected op, KernelContext context) =>
        Arguments(new("fully_connected", "fully_connected", "plain/fully_connected.h"), op);

    /// <summary>Sets the fields of <c>struct fully_connected</c>, with the weights as they are.</summary>
    public static KernelCall Arguments(KernelCall call, FullyConnected op) =>
        Arguments(call, op, ConstantData.Int8Values(op.Weights), $"{op.Weights.Shape}: output, input");

    /// <summary>Sets the fields of <c>struct fully_connected</c>, with weights in another order.</summary>
    public static KernelCall Arguments(KernelCall call, FullyConnected op, ImmutableArray<int> weights, string order) => call
        .With("input", op.Input)
        .With("output", op.Output)
        .WithConstants("weights", ConstantType.Int8, weights, order)
        .WithConstants("bias", ConstantType.Int32, ConstantData.FoldedBias(op.Bias, op.Weights, op.OutputCount, channelsLast: false, op.Input.ZeroPoint), "bias - input zero point * sum of the output's weights")
        .WithMultipliers(op.Multipliers)
        .With("batches", op.Batches).With("inputs", op.InputCount).With("outputs", op.OutputCount)
        .With("output_zero_point", op.Output.ZeroPoint)
        .WithClamp(op.Clamp);
}
