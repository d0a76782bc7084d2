using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>FULLY_CONNECTED on cores with DSP instructions, without scratch: a little slower, for the input is widened again and again.</summary>
internal sealed class DspFullyConnectedDirect : Kernel<FullyConnected>
{
    /// <inheritdoc/>
    public override bool ServesAt(EngineStage stage) => stage >= EngineStage.Specialised;

    /// <inheritdoc/>
    public override string Name => "fully_connected_direct_dsp";

    /// <inheritdoc/>
    protected override KernelOffer? Offer(FullyConnected op, KernelContext context) =>
        context.Core.HasDsp && MatmulConstants.TryCreate(op) is not null ? new((op.Macs * 9 / 8) + (op.Output.ByteCount * 12L)) : null;

    /// <inheritdoc/>
    protected override KernelCall Call(FullyConnected op, KernelContext context) =>
        new KernelCall("fully_connected_direct", "fully_connected_direct", "dsp/fully_connected.h")
            .With("input", op.Input)
            .With("output", op.Output)
            .WithMatmul(MatmulConstants.TryCreate(op)!)
            .With("batches", op.Batches).With("inputs", op.InputCount).With("outputs", op.OutputCount)
            .WithActivation(op.Clamp, op.Output.ZeroPoint);
}
