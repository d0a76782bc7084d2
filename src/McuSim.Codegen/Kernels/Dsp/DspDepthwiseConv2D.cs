using System.Collections.Immutable;

using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>DEPTHWISE_CONV_2D with one filter per channel on cores with DSP instructions, channel by channel, so that the output may replace the input.</summary>
internal sealed class DspDepthwiseConv2D : Kernel<DepthwiseConv2D>
{
    /// <inheritdoc/>
    public override string Name => "depthwise_conv_2d_dsp";

    /// <inheritdoc/>
    protected override KernelOffer? Offer(DepthwiseConv2D op, KernelContext context)
    {
        if (!context.Core.HasDsp || DepthwiseBands.TryCreate(op) is not { } bands || Channels(op) is null) return null;
        int channels = op.Output.Shape[3];
        long words = (long)bands.ComputedOutputs * bands.Window.KernelHeight * bands.RowWords;
        long cost = ((words * 5 / 4) + (bands.ComputedOutputs * 8L) + 80) * channels;
        return new(cost + (op.Input.ByteCount * 5L / 2), bands.ScratchBytes, bands.CanOverwrite() ? [new(op.Input)] : []);
    }

    /// <inheritdoc/>
    protected override KernelCall Call(DepthwiseConv2D op, KernelContext context)
    {
        DepthwiseBands bands = DepthwiseBands.TryCreate(op)!;
        Window window = bands.Window;
        return new KernelCall("depthwise_plane", "depthwise_plane", "dsp/depthwise_plane.h")
            .With("input", op.Input)
            .With("output", op.Output)
            .With("scratch", new ScratchArgument("lanes *"))
            .WithConstants("weights", ConstantType.Int32, Weights(op, bands), "per channel, per kernel row: pairs of weights * 256 in 16-bit lanes")
            .WithConstants("channels", ConstantType.Int32, Channels(op)!.Value, "per channel: bias, multiplier, offset, shift")
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

    /// <summary>The fields of <c>struct depthwise_channel</c>, or null where a channel is not within what the kernel asks for.</summary>
    private static ImmutableArray<int>? Channels(DepthwiseConv2D op)
    {
        ImmutableArray<int> weights = DepthwisePlane.WeightsByChannel(op);
        int channels = op.Output.Shape[3], taps = weights.Length / channels;
        int[] biases = ConstantData.Int32(op.Bias, channels);
        var numbers = ImmutableArray.CreateBuilder<int>();
        var filter = new sbyte[taps];
        for (int c = 0; c < channels; c++)
        {
            for (int i = 0; i < taps; i++) filter[i] = (sbyte)weights[(c * taps) + i];
            if (ScaledChannel.TryCreate(filter, biases[c], op.Input.ZeroPoint, op.Multipliers[c], op.Output.ZeroPoint, op.Clamp) is not { } scaled)
                return null;
            numbers.AddRange(scaled.Bias, scaled.Multiplier, scaled.Offset, scaled.Shift);
        }

        return numbers.ToImmutable();
    }

    /// <summary>The weight words that <c>dsp/depthwise_sums.h</c> describes.</summary>
    private static ImmutableArray<int> Weights(DepthwiseConv2D op, DepthwiseBands bands)
    {
        ImmutableArray<int> weights = DepthwisePlane.WeightsByChannel(op);
        int height = bands.Window.KernelHeight, width = bands.Window.KernelWidth, taps = height * width;
        var words = ImmutableArray.CreateBuilder<int>();
        for (int c = 0; c < op.Output.Shape[3]; c++)
        {
            for (int y = 0; y < height; y++)
            {
                int At(int x) => x >= width ? 0 : weights[(c * taps) + (bands.Transposed ? (x * height) + y : (y * width) + x)];
                for (int i = 0; i < bands.RowWords; i++)
                {
                    int x = bands.Window.StrideX == 1 ? i : 2 * i;
                    words.Add(unchecked((256 * At(x) & 0xFFFF) | (256 * At(x + 1) << 16)));
                }
            }
        }

        return words.ToImmutable();
    }
}
