using System.Collections.Immutable;

namespace McuSim.Models;

/// <summary>FULLY_CONNECTED, int8 (TensorFlow Lite reference <c>integer_ops/fully_connected.h</c>).</summary>
/// <param name="Index">The operator's number in the model file.</param>
/// <param name="Input">int8; its elements are read as <see cref="Batches"/> rows of <see cref="InputCount"/>.</param>
/// <param name="Weights">Constant int8 [outputs, inputs], zero point 0 (or another, where the file is uint8), scales per tensor or along dimension 0.</param>
/// <param name="Bias">Constant int32 [outputs], or null for none.</param>
/// <param name="Output">int8, batches x outputs elements.</param>
/// <param name="Clamp">The fused activation.</param>
public sealed record FullyConnected(int Index, Tensor Input, Tensor Weights, Tensor? Bias, Tensor Output, Clamp Clamp)
    : Operator(Index, Output)
{
    /// <inheritdoc/>
    public override string Name => "FULLY_CONNECTED";

    /// <inheritdoc/>
    public override ImmutableArray<Tensor> ActivationInputs => Activations(Input);

    /// <summary>Inputs of one row.</summary>
    public int InputCount => Weights.Shape[1];

    /// <summary>Outputs of one row.</summary>
    public int OutputCount => Weights.Shape[0];

    /// <summary>Rows.</summary>
    public int Batches => Output.Shape.ElementCount / OutputCount;

    /// <summary>The requantisation of each output.</summary>
    /// <remarks>
    /// With one scale for all weights the reference multiplies input and weight scale as float32 (<c>GetQuantizedConvolutionMultipler</c>);
    /// with one per output as float64. The two differ in the last bits of the multiplier.
    /// </remarks>
    public ImmutableArray<QuantizedMultiplier> Multipliers { get; } = Weights.Quantization!.IsPerChannel
        ? QuantizedMultiplier.PerChannel(Input, Weights, Output, Weights.Shape[0])
        : [.. Enumerable.Repeat(QuantizedMultiplier.FromReal((double)(Input.Scale * Weights.Scale) / Output.Scale), Weights.Shape[0])];

    /// <inheritdoc/>
    public override long Macs => (long)Output.Shape.ElementCount * InputCount;
}
