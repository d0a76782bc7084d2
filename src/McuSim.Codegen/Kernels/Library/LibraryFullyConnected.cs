using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>FULLY_CONNECTED as libraries of kernels do it on cores with DSP instructions. A baseline of the ablation, never part of the engine itself.</summary>
internal sealed class LibraryFullyConnected : Kernel<FullyConnected>
{
    /// <inheritdoc/>
    public override string Name => "fully_connected_pairs";

    /// <inheritdoc/>
    public override bool ServesAt(EngineStage stage) => stage is EngineStage.Library or EngineStage.Generated or EngineStage.NetworkIm2col;

    /// <inheritdoc/>
    protected override KernelOffer? Offer(FullyConnected op, KernelContext context) =>
        context.Core.HasDsp ? new((op.Macs * 2) + (op.Output.ByteCount * 20L)) : null;

    /// <inheritdoc/>
    protected override KernelCall Call(FullyConnected op, KernelContext context) =>
        PlainFullyConnected.Arguments(new("fully_connected_pairs", "fully_connected", "library/fully_connected_pairs.h"), op);
}
