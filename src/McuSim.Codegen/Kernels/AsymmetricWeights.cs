using System.Collections.Immutable;

using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>Weights with a zero point, as networks of uint8 have them.</summary>
internal static class AsymmetricWeights
{
    /// <summary>Whether an operator has such weights.</summary>
    public static bool Has(Operator op) => Of(op) is { } weights && weights.Quantization!.ZeroPoint != 0;

    /// <summary>
    /// The bias of each channel less input zero point times the sum of (weight - weights' zero point), so that kernels multiply stored inputs as
    /// they are. The sum wraps like the accumulator it starts.
    /// </summary>
    /// <param name="bias">The model's bias, or null.</param>
    /// <param name="weights">int8 weights, output channel first.</param>
    /// <param name="channels">Number of output channels.</param>
    /// <param name="inputZeroPoint">The input's zero point.</param>
    public static ImmutableArray<int> FoldedBias(Tensor? bias, Tensor weights, int channels, int inputZeroPoint)
    {
        int perChannel = weights.Shape.ElementCount / channels;
        return [.. ConstantData.FoldedBias(bias, weights, channels, channelsLast: false, inputZeroPoint).Select(b => unchecked(b + (inputZeroPoint * weights.ZeroPoint * perChannel)))];
    }

    /// <summary>Sets the fields <c>multiplier</c> and <c>shift</c>: such weights have one scale.</summary>
    public static KernelCall WithMultiplier(this KernelCall call, ImmutableArray<QuantizedMultiplier> multipliers) =>
        call.With("multiplier", multipliers[0].Multiplier).With("shift", multipliers[0].Shift);

    private static Tensor? Of(Operator op) => op switch
    {
        Conv2D o => o.Weights,
        DepthwiseConv2D o => o.Weights,
        FullyConnected o => o.Weights,
        _ => null,
    };
}
