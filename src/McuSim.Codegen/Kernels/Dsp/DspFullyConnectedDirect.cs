using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>FULLY_CONNECTED on cores with DSP instructions, without scratch: a little slower, for the input is widened again and again.</summary>
/// <param name="quads">As for <see cref="DspFullyConnected"/>.</param>
internal sealed class DspFullyConnectedDirect(bool quads) : Kernel<FullyConnected>
{
    /// <inheritdoc/>
    public override bool ServesAt(EngineStage stage) => stage >= EngineStage.Specialised;

    /// <inheritdoc/>
    public override string Name => quads ? "fully_connected_quads_direct_dsp" : "fully_connected_direct_dsp";

    /// <inheritdoc/>
    protected override KernelOffer? Offer(FullyConnected op, KernelContext context)
    {
        bool fits = !quads || (op.Batches < 4 && op.OutputCount % 4 == 0 && op.InputCount % 4 == 0);
        return context.Core.HasDsp && fits && Constants(op) is not null ? new((op.Macs * (quads ? 17 : 18) / 16) + (op.Output.ByteCount * 12L)) : null;
    }

    /// <inheritdoc/>
    protected override KernelCall Call(FullyConnected op, KernelContext context) =>
        new KernelCall("fully_connected_direct", "fully_connected_direct", "dsp/fully_connected.h")
            .With("input", op.Input)
            .With("output", op.Output)
            .WithMatmul(Constants(op)!)
            .With("batches", op.Batches).With("inputs", op.InputCount).With("outputs", op.OutputCount).With("quads", quads ? 1 : 0)
            .WithActivation(op.Clamp, op.Output.ZeroPoint);

    private MatmulConstants? Constants(FullyConnected op) => MatmulConstants.TryCreate(op, quads ? 4 : 2);
}
