using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>
/// Makes a DEPTHWISE_CONV_2D with several filters per channel the CONV_2D with a group per channel that it is, whose kernels read a window once
/// for all filters.
/// </summary>
internal static class DepthwiseWithMultiplier
{
    /// <summary>Runs the pass.</summary>
    public static Schedule Run(Schedule schedule) =>
        schedule with { Steps = [.. schedule.Steps.Select(s => s.Operator is DepthwiseConv2D { DepthMultiplier: > 1 } op && !AsymmetricWeights.Has(op) ? s with { Operator = AsConvolution(op) } : s)] };

    private static Conv2D AsConvolution(DepthwiseConv2D op) =>
        new(op.Index, op.Input, ByFilter(op.Weights), op.Bias, op.Output, op.Window, op.Clamp);

    /// <summary>1, kernel row, kernel column, filter to filter, kernel row, kernel column, 1.</summary>
    private static Tensor ByFilter(Tensor weights)
    {
        Shape shape = weights.Shape;
        int filters = shape[3];
        ReadOnlySpan<byte> data = weights.Data.Span;
        var byFilter = new byte[data.Length];
        for (int i = 0; i < data.Length; i++) byFilter[(i % filters * (data.Length / filters)) + (i / filters)] = data[i];
        return weights with { Shape = new Shape([filters, shape[1], shape[2], 1]), Data = byFilter, Quantization = weights.Quantization! with { Axis = 0 } };
    }
}
