using System.Collections.Immutable;

namespace McuSim.Models;

/// <summary>CONV_2D, int8 (TensorFlow Lite reference <c>integer_ops/conv.h</c>, <c>ConvPerChannel</c>).</summary>
/// <param name="Index">The operator's number in the model file.</param>
/// <param name="Input">int8 [N, H, W, Cin].</param>
/// <param name="Weights">Constant int8 [Cout, KH, KW, Cin / groups], zero point 0 (or another, where the file is uint8), scales per tensor or along dimension 0.</param>
/// <param name="Bias">Constant int32 [Cout], or null for none.</param>
/// <param name="Output">int8 [N, OH, OW, Cout].</param>
/// <param name="Window">Kernel, stride, dilation, padding.</param>
/// <param name="Clamp">The fused activation.</param>
public sealed record Conv2D(int Index, Tensor Input, Tensor Weights, Tensor? Bias, Tensor Output, Window Window, Clamp Clamp)
    : Operator(Index, Output)
{
    /// <inheritdoc/>
    public override string Name => "CONV_2D";

    /// <inheritdoc/>
    public override ImmutableArray<Tensor> ActivationInputs => Activations(Input);

    /// <summary>Groups of channels convolved apart: 1 for an ordinary convolution.</summary>
    public int Groups => Input.Shape[3] / Weights.Shape[3];

    /// <summary>The requantisation of each output channel.</summary>
    public ImmutableArray<QuantizedMultiplier> Multipliers { get; } =
        QuantizedMultiplier.PerChannel(Input, Weights, Output, Weights.Shape[0]);

    /// <inheritdoc/>
    public override long Macs => (long)Output.Shape.ElementCount * Weights.Shape[1] * Weights.Shape[2] * Weights.Shape[3];
}
