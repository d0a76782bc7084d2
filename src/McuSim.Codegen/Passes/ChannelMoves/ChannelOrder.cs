using System.Collections.Immutable;

using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>Convolutions that read channels in another order than the model has them.</summary>
internal static class ChannelOrder
{
    /// <summary>The convolution for an input whose channel i is the model's channel <paramref name="order"/>[i].</summary>
    public static Conv2D Permute(Conv2D op, ImmutableArray<int> order)
    {
        ReadOnlySpan<byte> data = op.Weights.Data.Span;
        var permuted = new byte[data.Length];
        for (int i = 0; i < permuted.Length; i++) permuted[i] = data[i - (i % order.Length) + order[i % order.Length]];
        return op with { Weights = op.Weights with { Data = permuted } };
    }

    /// <summary>The depthwise convolution with one filter per channel for such an input; its output has the same order.</summary>
    public static DepthwiseConv2D Permute(DepthwiseConv2D op, ImmutableArray<int> order)
    {
        ReadOnlySpan<byte> data = op.Weights.Data.Span;
        var permuted = new byte[data.Length];
        for (int i = 0; i < permuted.Length; i++) permuted[i] = data[i - (i % order.Length) + order[i % order.Length]];
        Quantization quantization = op.Weights.Quantization!;
        if (quantization.IsPerChannel)
            quantization = quantization with { Scales = [.. order.Select(c => quantization.Scales[c])], ZeroPoints = [.. order.Select(c => quantization.ZeroPoints[c])] };
        return new(op.Index, op.Input, op.Weights with { Data = permuted, Quantization = quantization }, Bias(op.Bias, order), op.Output, op.Window, op.Clamp);
    }

    private static Tensor? Bias(Tensor? bias, ImmutableArray<int> order)
    {
        if (bias is null) return null;
        int bytes = bias.Data.Length / order.Length;
        var permuted = new byte[bias.Data.Length];
        for (int i = 0; i < order.Length; i++) bias.Data.Span.Slice(order[i] * bytes, bytes).CopyTo(permuted.AsSpan(i * bytes));
        return bias with { Data = permuted };
    }
}
