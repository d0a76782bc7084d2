using System.Collections.Immutable;

namespace McuSim.Models;

/// <summary>TRANSPOSE_CONV, int8 (TensorFlow Lite reference <c>integer_ops/transpose_conv.h</c>): every input pixel adds a scaled kernel to the output.</summary>
/// <param name="Index">The operator's number in the model file.</param>
/// <param name="Input">int8 [N, H, W, Cin].</param>
/// <param name="Weights">Constant int8 [Cout, KH, KW, Cin], zero point 0, scales per tensor or along dimension 0.</param>
/// <param name="Bias">Constant int32 [Cout], or null for none.</param>
/// <param name="Output">int8 [N, OH, OW, Cout].</param>
/// <param name="Window">How the kernel would move over the output to give the input; dilation is 1.</param>
/// <param name="Clamp">The fused activation.</param>
public sealed record TransposeConv(int Index, Tensor Input, Tensor Weights, Tensor? Bias, Tensor Output, Window Window, Clamp Clamp)
    : Operator(Index, Output)
{
    /// <inheritdoc/>
    public override string Name => "TRANSPOSE_CONV";

    /// <inheritdoc/>
    public override ImmutableArray<Tensor> ActivationInputs => Activations(Input);

    /// <summary>The requantisation of each output channel.</summary>
    public ImmutableArray<QuantizedMultiplier> Multipliers { get; } = QuantizedMultiplier.PerChannel(Input, Weights, Output, Weights.Shape[0]);

    /// <inheritdoc/>
    public override long Macs => (long)Input.Shape.ElementCount * Weights.Shape[0] * Weights.Shape[1] * Weights.Shape[2];
}
