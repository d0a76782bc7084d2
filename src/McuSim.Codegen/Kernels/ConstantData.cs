using System.Collections.Immutable;
using System.Runtime.InteropServices;

using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>Reads constants of the model and lays them out in ways that several kernels share.</summary>
internal static class ConstantData
{
    /// <summary>The elements of an int8 constant.</summary>
    public static ReadOnlySpan<sbyte> Int8(Tensor tensor) => MemoryMarshal.Cast<byte, sbyte>(tensor.Data.Span);

    /// <summary>The elements of an int8 constant, as numbers.</summary>
    public static ImmutableArray<int> Int8Values(Tensor tensor)
    {
        ReadOnlySpan<sbyte> data = Int8(tensor);
        var values = new int[data.Length];
        for (int i = 0; i < values.Length; i++) values[i] = data[i];
        return ImmutableCollectionsMarshal.AsImmutableArray(values);
    }

    /// <summary>The elements of an int32 constant, or zeros when there is none.</summary>
    public static int[] Int32(Tensor? tensor, int count) =>
        tensor is null ? new int[count] : MemoryMarshal.Cast<byte, int>(tensor.Data.Span).ToArray();

    /// <summary>
    /// The bias of each channel less input zero point times the sum of its weights, so that kernels multiply stored inputs as they are.
    /// The sum wraps like the accumulator it starts.
    /// </summary>
    /// <param name="bias">The model's bias, or null.</param>
    /// <param name="weights">int8 weights.</param>
    /// <param name="channels">Number of output channels.</param>
    /// <param name="channelsLast">Whether the output channel is the last dimension of the weights (depthwise) or the first.</param>
    /// <param name="inputZeroPoint">The input's zero point.</param>
    public static ImmutableArray<int> FoldedBias(Tensor? bias, Tensor weights, int channels, bool channelsLast, int inputZeroPoint)
    {
        int[] folded = Int32(bias, channels);
        ReadOnlySpan<sbyte> data = Int8(weights);
        int perChannel = data.Length / channels;
        for (int i = 0; i < data.Length; i++)
        {
            int channel = channelsLast ? i % channels : i / perChannel;
            folded[channel] -= inputZeroPoint * data[i];
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(folded);
    }

    /// <summary>Sets the fields <c>multipliers</c> and <c>shifts</c>.</summary>
    public static KernelCall WithMultipliers(this KernelCall call, ImmutableArray<QuantizedMultiplier> multipliers) => call
        .WithConstants("multipliers", ConstantType.Int32, [.. multipliers.Select(m => m.Multiplier)], "requantisation factors, as Q31 fractions")
        .WithConstants("shifts", ConstantType.Int8, [.. multipliers.Select(m => m.Shift)], "and their powers of two");

    /// <summary>Sets the fields of a window.</summary>
    public static KernelCall WithWindow(this KernelCall call, Window window, bool dilation = true)
    {
        call.With("kernel_height", window.KernelHeight).With("kernel_width", window.KernelWidth)
            .With("stride_y", window.StrideY).With("stride_x", window.StrideX);
        if (dilation) call.With("dilation_y", window.DilationY).With("dilation_x", window.DilationX);
        return call.With("pad_top", window.PadTop).With("pad_left", window.PadLeft);
    }

    /// <summary>Sets the fields <c>clamp_min</c> and <c>clamp_max</c>.</summary>
    public static KernelCall WithClamp(this KernelCall call, Clamp clamp) => call.With("clamp_min", clamp.Min).With("clamp_max", clamp.Max);
}
