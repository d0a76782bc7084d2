using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>CONV_2D with a 1x1 window, stride 1 and no padding, on cores with DSP instructions.</summary>
internal sealed class DspConv1x1 : Kernel<Conv2D>
{
    /// <inheritdoc/>
    public override bool ServesAt(EngineStage stage) => stage >= EngineStage.Specialised;

    /// <inheritdoc/>
    public override string Name => "conv_1x1_dsp";

    /// <inheritdoc/>
    protected override KernelOffer? Offer(Conv2D op, KernelContext context)
    {
        bool fits = op.Window is { KernelHeight: 1, KernelWidth: 1, StrideY: 1, StrideX: 1, PadTop: 0, PadLeft: 0 }
            && op.Output.Shape[1] == op.Input.Shape[1] && op.Output.Shape[2] == op.Input.Shape[2];
        if (!context.Core.HasDsp || !fits || MatmulConstants.TryCreate(op) is null) return null;
        return RowsOffer.Of(op.Input, op.Output, op.Input.Shape[3], op.Output.Shape[3]);
    }

    /// <inheritdoc/>
    protected override KernelCall Call(Conv2D op, KernelContext context) =>
        RowsOffer.Call(op.Input, op.Output, op.Input.Shape[3], op.Output.Shape[3], MatmulConstants.TryCreate(op)!, op.Clamp);
}

/// <summary>FULLY_CONNECTED on cores with DSP instructions: rows are what pixels are to a 1x1 convolution.</summary>
/// <param name="quads">Whether weights lie in the order of four channels at a time, in which flash delivers them best to less than four rows.</param>
internal sealed class DspFullyConnected(bool quads) : Kernel<FullyConnected>
{
    /// <inheritdoc/>
    public override bool ServesAt(EngineStage stage) => stage >= EngineStage.Specialised;

    /// <inheritdoc/>
    public override string Name => quads ? "fully_connected_quads_dsp" : "fully_connected_dsp";

    /// <inheritdoc/>
    protected override KernelOffer? Offer(FullyConnected op, KernelContext context)
    {
        bool fits = !quads || (op.Batches < 4 && op.OutputCount % 4 == 0);
        return context.Core.HasDsp && fits && Constants(op) is not null ? RowsOffer.Of(op.Input, op.Output, op.InputCount, op.OutputCount, quads) : null;
    }

    /// <inheritdoc/>
    protected override KernelCall Call(FullyConnected op, KernelContext context) =>
        RowsOffer.Call(op.Input, op.Output, op.InputCount, op.OutputCount, Constants(op)!, op.Clamp, quads);

    private MatmulConstants? Constants(FullyConnected op) => MatmulConstants.TryCreate(op, quads ? 4 : 2);
}

/// <summary>The kernel <c>conv_1x1</c>: rows of inputs times a matrix.</summary>
internal static class RowsOffer
{
    /// <summary>What it takes. Instruction counts were measured on the kernel (engine: one count per executed instruction).</summary>
    public static KernelOffer Of(Tensor input, Tensor output, int inputs, int outputs, bool quads = false)
    {
        int rows = output.Shape.ElementCount / outputs;
        long cost = ((long)output.ByteCount * inputs * (rows >= 4 ? 16 : quads ? 18 : 19) / 20) + (output.ByteCount * 8L) + (input.ByteCount * 2L);
        return new(cost, (rows >= 4 ? 32 : 8) * MatmulConstants.Fours(inputs), [new(input)]) { ByRows = true };
    }

    /// <summary>The call. Layers of one activation share a function.</summary>
    public static KernelCall Call(Tensor input, Tensor output, int inputs, int outputs, MatmulConstants constants, Clamp clamp, bool quads = false) =>
        new KernelCall("conv_1x1", "conv_1x1", "dsp/conv_1x1.h")
            .With("input", input)
            .With("output", output)
            .With("scratch", new ScratchArgument("lanes *"))
            .WithMatmul(constants)
            .With("pixels", output.Shape.ElementCount / outputs).With("inputs", inputs).With("outputs", outputs)
            .With("descending", outputs > inputs ? 1 : 0).With("quads", quads ? 1 : 0)
            .WithActivation(clamp, output.ZeroPoint)
            .MayVary("pixels", "inputs", "outputs", "descending", "clamp_min", "clamp_max");
}
