using System.Collections.Immutable;

using McuSim.Boards;
using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>FULLY_CONNECTED on cores without DSP instructions, four outputs at a time.</summary>
internal sealed class PlainFullyConnectedQuads : Kernel<FullyConnected>
{
    private const int Quad = 4;

    /// <inheritdoc/>
    public override bool ServesAt(EngineStage stage) => stage >= EngineStage.Specialised;

    /// <inheritdoc/>
    public override string Name => "fully_connected_quads";

    /// <inheritdoc/>
    protected override KernelOffer? Offer(FullyConnected op, KernelContext context)
    {
        if (context.Core.HasDsp || op.OutputCount < Quad) return null;
        bool isArmv6 = context.Core.Kind is CoreKind.CortexM0 or CoreKind.CortexM0Plus;
        return new((op.Macs * (isArmv6 ? 18 : 11) / 4) + (op.Output.ByteCount * (isArmv6 ? 80 : 20)));
    }

    /// <inheritdoc/>
    protected override KernelCall Call(FullyConnected op, KernelContext context) =>
        PlainFullyConnected.Arguments(
            new("fully_connected_quads", "fully_connected", "plain/fully_connected_quads.h"), op, Weights(op), "per four outputs, per input: their weights; then the outputs left over");

    private static ImmutableArray<int> Weights(FullyConnected op)
    {
        ReadOnlySpan<sbyte> data = ConstantData.Int8(op.Weights);
        int inputs = op.InputCount, whole = op.OutputCount / Quad * Quad * inputs;
        var weights = ImmutableArray.CreateBuilder<int>(data.Length);
        for (int i = 0; i < data.Length; i++)
        {
            (int quad, int place) = (i / (Quad * inputs), i % (Quad * inputs));
            weights.Add(data[i < whole ? (((quad * Quad) + (place % Quad)) * inputs) + (place / Quad) : i]);
        }

        return weights.ToImmutable();
    }
}
