using System.Collections.Immutable;

using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>DEPTHWISE_CONV_2D with one filter per channel on cores with DSP instructions, channel by channel, so that the output may replace the input.</summary>
/// <param name="scratchLimit">Bytes that bands of a channel's rows should fit into: smaller bands move more rows about.</param>
internal sealed class DspDepthwiseConv2D(int scratchLimit) : Kernel<DepthwiseConv2D>
{
    /// <inheritdoc/>
    public override string Name => "depthwise_conv_2d_dsp";

    /// <inheritdoc/>
    protected override KernelOffer? Offer(DepthwiseConv2D op, KernelContext context)
    {
        if (!context.Core.HasDsp || DepthwiseBands.TryCreate(op, scratchLimit) is not { } bands || Channels(op) is null) return null;
        int channels = op.Output.Shape[3];
        long words = (long)bands.ComputedOutputs * bands.Window.KernelHeight * bands.RowWords;
        long cost = ((words * 5 / 4) + (bands.ComputedOutputs * 8L) + (bands.MovedWords * 3L) + 80) * channels;
        return new(cost + (op.Input.ByteCount * 5L / 2), bands.ScratchBytes, bands.CanOverwrite() ? [new(op.Input)] : []) { ByRows = !bands.Transposed };
    }

    /// <inheritdoc/>
    protected override KernelCall Call(DepthwiseConv2D op, KernelContext context)
    {
        DepthwiseBands bands = DepthwiseBands.TryCreate(op, scratchLimit)!;
        Window window = bands.Window;
        ScaledChannel[] channels = Channels(op)!;
        return new KernelCall("depthwise_plane", "depthwise_plane", "dsp/depthwise_plane.h")
            .With("input", op.Input)
            .With("output", op.Output)
            .With("scratch", new ScratchArgument("lanes *"))
            .WithConstants("weights", ConstantType.Int8, Weights(op, bands, channels), "per channel, per kernel row: its weights, filled up to words")
            .WithConstants("channels", ConstantType.Int32, [.. channels.SelectMany(c => (int[])[c.Bias, c.Multiplier, c.Offset, c.Shift])], "per channel: bias, multiplier, offset, shift")
            .With("channel_count", op.Output.Shape[3])
            .With("input_height", bands.Input.Height).With("input_width", bands.Input.Width)
            .With("output_height", bands.Output.Height).With("output_width", bands.Output.Width)
            .With("row_step", bands.Transposed ? 1 : bands.Input.Width).With("column_step", bands.Transposed ? bands.Input.Height : 1)
            .With("output_row_step", bands.Transposed ? 1 : bands.Output.Width).With("output_column_step", bands.Transposed ? bands.Output.Height : 1)
            .With("kernel_height", window.KernelHeight).With("kernel_width", window.KernelWidth)
            .With("stride_y", window.StrideY).With("stride_x", window.StrideX).With("dilation_y", window.DilationY)
            .With("pad_top", window.PadTop).With("pad_left", window.PadLeft)
            .With("band_outputs", bands.BandOutputs).With("band_rows", bands.BandRows).With("pitch", bands.Pitch)
            .With("input_zero_point", op.Input.ZeroPoint)
            .WithActivation(op.Clamp, op.Output.ZeroPoint);
    }

    /// <summary>The channels, or null where one is not within what the kernel asks for.</summary>
    private static ScaledChannel[]? Channels(DepthwiseConv2D op)
    {
        ImmutableArray<int> weights = DepthwisePlane.WeightsByChannel(op);
        var channels = new ScaledChannel[op.Output.Shape[3]];
        int[] biases = ConstantData.Int32(op.Bias, channels.Length);
        var filter = new sbyte[weights.Length / channels.Length];
        for (int c = 0; c < channels.Length; c++)
        {
            for (int i = 0; i < filter.Length; i++) filter[i] = (sbyte)weights[(c * filter.Length) + i];
            if (ScaledChannel.TryCreate(filter, biases[c], op.Input.ZeroPoint, op.Multipliers[c], op.Output.ZeroPoint, op.Clamp) is not { } channel)
                return null;
            channels[c] = channel;
        }

        return channels;
    }

    /// <summary>The weights in the order that <c>dsp/depthwise_sums.h</c> describes.</summary>
    private static ImmutableArray<int> Weights(DepthwiseConv2D op, DepthwiseBands bands, ScaledChannel[] channels)
    {
        ImmutableArray<int> weights = DepthwisePlane.WeightsByChannel(op);
        int height = bands.Window.KernelHeight, width = bands.Window.KernelWidth, taps = height * width;
        var bytes = ImmutableArray.CreateBuilder<int>();
        for (int c = 0; c < channels.Length; c++)
        {
            for (int y = 0; y < height; y++)
            {
                for (int x = 0; x < bands.FlashWords * 4; x++)
                {
                    int tap = bands.Transposed ? (x * height) + y : (y * width) + x;
                    bytes.Add(x >= width || channels[c].IsConstant ? 0 : weights[(c * taps) + tap]);
                }
            }
        }

        return bytes.ToImmutable();
    }
}
