using System.Collections.Immutable;

namespace McuSim.Models;

/// <summary>DEPTHWISE_CONV_2D, int8 (TensorFlow Lite reference <c>integer_ops/depthwise_conv.h</c>).</summary>
/// <param name="Index">The operator's number in the model file.</param>
/// <param name="Input">int8 [N, H, W, C].</param>
/// <param name="Weights">Constant int8 [1, KH, KW, C * multiplier], zero point 0 (or another, where the file is uint8), scales per tensor or along dimension 3.</param>
/// <param name="Bias">Constant int32 [C * multiplier], or null for none.</param>
/// <param name="Output">int8 [N, OH, OW, C * multiplier]; output channel c * multiplier + m reads input channel c.</param>
/// <param name="Window">Kernel, stride, dilation, padding.</param>
/// <param name="Clamp">The fused activation.</param>
public sealed record DepthwiseConv2D(int Index, Tensor Input, Tensor Weights, Tensor? Bias, Tensor Output, Window Window, Clamp Clamp)
    : Operator(Index, Output)
{
    /// <inheritdoc/>
    public override string Name => "DEPTHWISE_CONV_2D";

    /// <inheritdoc/>
    public override ImmutableArray<Tensor> ActivationInputs => Activations(Input);

    /// <summary>Output channels per input channel.</summary>
    public int DepthMultiplier => Output.Shape[3] / Input.Shape[3];

    /// <summary>The requantisation of each output channel.</summary>
    public ImmutableArray<QuantizedMultiplier> Multipliers { get; } =
        QuantizedMultiplier.PerChannel(Input, Weights, Output, Output.Shape[3]);

    /// <inheritdoc/>
    public override long Macs => (long)Output.Shape.ElementCount * Weights.Shape[1] * Weights.Shape[2];
}
