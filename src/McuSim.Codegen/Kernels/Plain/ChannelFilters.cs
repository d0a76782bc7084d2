using System.Collections.Immutable;

using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>A convolution in which every filter sees one channel: DEPTHWISE_CONV_2D, and CONV_2D with as many groups as channels.</summary>
/// <param name="Op">The operator.</param>
/// <param name="Input">Its image.</param>
/// <param name="Window">The window, without taps that meet nothing but padding.</param>
/// <param name="Weights">By filter, kernel row, kernel column.</param>
/// <param name="Bias">Per filter: bias - (input zero point + 128) * sum of its weights.</param>
/// <param name="Multipliers">Per filter.</param>
/// <param name="Clamp">The activation's clamp.</param>
internal sealed record ChannelFilters(
    Operator Op, Tensor Input, Window Window, ImmutableArray<int> Weights, ImmutableArray<int> Bias, ImmutableArray<QuantizedMultiplier> Multipliers, Clamp Clamp)
{
    /// <summary>The output.</summary>
    public Tensor Output => Op.Output;

    /// <summary>Filters of each channel.</summary>
    public int PerChannel => Output.Shape[3] / Input.Shape[3];

    /// <summary>Taps of a filter.</summary>
    public int Taps => Window.KernelHeight * Window.KernelWidth;

    /// <summary>The filters of an operator, or null where it is not of this kind.</summary>
    public static ChannelFilters? Of(Operator op) => op switch
    {
        DepthwiseConv2D d => Of(d, d.Input, d.Window, d.Weights, channelsLast: true, d.Bias, d.Multipliers, d.Clamp),
        Conv2D c when c.Weights.Shape[3] == 1 => Of(c, c.Input, c.Window, c.Weights, channelsLast: false, c.Bias, c.Multipliers, c.Clamp),
        _ => null,
    };

    private static ChannelFilters Of(
        Operator op, Tensor input, Window window, Tensor weights, bool channelsLast, Tensor? bias, ImmutableArray<QuantizedMultiplier> multipliers, Clamp clamp)
    {
        CroppedWindow crop = CroppedWindow.Of(window, input, op.Output);
        ReadOnlySpan<sbyte> data = ConstantData.Int8(weights);
        int filters = op.Output.Shape[3], taps = data.Length / filters, width = crop.Window.KernelWidth, kept = crop.Window.KernelHeight * width;
        int[] values = new int[filters * kept], folded = ConstantData.Int32(bias, filters);
        for (int i = 0; i < values.Length; i++)
        {
            (int filter, int place) = (i / kept, i % kept);
            int tap = ((crop.FirstRow + (place / width)) * window.KernelWidth) + crop.FirstColumn + (place % width);
            values[i] = data[channelsLast ? (tap * filters) + filter : (filter * taps) + tap];
            folded[filter] -= (input.ZeroPoint + 128) * values[i];
        }

        return new(op, input, crop.Window, [.. values], [.. folded], multipliers, clamp);
    }
}
