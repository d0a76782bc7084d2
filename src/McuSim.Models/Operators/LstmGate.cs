using System.Collections.Immutable;

namespace McuSim.Models;

/// <summary>A gate of an LSTM: a sum over the input, and one over what the step before gave.</summary>
/// <param name="Weights">Constant int8 [units, inputs], zero point 0, one scale.</param>
/// <param name="Recurrent">Constant int8 [units, units], zero point 0, one scale.</param>
/// <param name="Bias">Constant int32 [units], or null for none.</param>
public sealed record LstmGate(Tensor Weights, Tensor Recurrent, Tensor? Bias)
{
    /// <summary>Real values of a step of the fixed-point numbers that go into the gate's function: 2^-12.</summary>
    private const float Step = 1f / 4096;

    /// <summary>The factor of a sum over <paramref name="input"/> with some of the gate's weights.</summary>
    /// <remarks>Scales are multiplied as float32, as for fully connected layers with one scale (<c>GetQuantizedConvolutionMultipler</c>).</remarks>
    public static QuantizedMultiplier Multiplier(Tensor input, Tensor weights) => QuantizedMultiplier.FromReal((double)(input.Scale * weights.Scale) / Step);

    /// <summary>The constant tensors that are there.</summary>
    public ImmutableArray<Tensor> Constants => Bias is null ? [Weights, Recurrent] : [Weights, Recurrent, Bias];
}
