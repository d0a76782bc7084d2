using System.Collections.Immutable;
using System.Runtime.InteropServices;

using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>One channel of a depthwise convolution's input with its padding, as far as windows reach.</summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
internal readonly record struct DepthwisePlane(int Height, int Width)
{
    /// <summary>Size at one byte per element.</summary>
    public int Bytes => Height * Width;

    /// <summary>The plane of an operator.</summary>
    public static DepthwisePlane Of(DepthwiseConv2D op) => new(
        ((op.Output.Shape[1] - 1) * op.Window.StrideY) + ((op.Window.KernelHeight - 1) * op.Window.DilationY) + 1,
        ((op.Output.Shape[2] - 1) * op.Window.StrideX) + ((op.Window.KernelWidth - 1) * op.Window.DilationX) + 1);

    /// <summary>The weights in the order channel, kernel row, kernel column.</summary>
    public static ImmutableArray<int> WeightsByChannel(DepthwiseConv2D op)
    {
        ReadOnlySpan<sbyte> data = ConstantData.Int8(op.Weights);
        int channels = op.Output.Shape[3], taps = data.Length / channels;
        var weights = new int[data.Length];
        for (int i = 0; i < data.Length; i++) weights[(i % channels * taps) + (i / channels)] = data[i];
        return ImmutableCollectionsMarshal.AsImmutableArray(weights);
    }
}
