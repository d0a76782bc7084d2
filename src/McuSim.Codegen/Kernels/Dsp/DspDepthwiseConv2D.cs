using System.Collections.Immutable;

using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>DEPTHWISE_CONV_2D with one filter per channel on cores with DSP instructions, channel by channel, so that the output may replace the input.</summary>
/// <param name="scratchLimit">Bytes that bands of a channel's rows should fit into: smaller bands move more rows about.</param>
internal sealed class DspDepthwiseConv2D(int scratchLimit) : Kernel<DepthwiseConv2D>
{
    /// <inheritdoc/>
    public override bool ServesAt(EngineStage stage) => stage >= EngineStage.Specialised;

    /// <inheritdoc/>
    public override string Name => "depthwise_conv_2d_dsp";

    /// <inheritdoc/>
    protected override KernelOffer? Offer(DepthwiseConv2D op, KernelContext context)
    {
        if (!context.Core.HasDsp || DepthwiseBands.TryCreate(op, scratchLimit) is not { } bands || Channels(op) is null) return null;
        long cost = (bands.Instructions + (bands.MovedWords * 3L) + 70) * op.Output.Shape[3];
        var order = bands.Transposed ? new PlaneOrder(int.MaxValue) : new PlaneOrder(bands.BandOutputs, bands.Window);
        return new(cost + (op.Input.ByteCount * 5L / 2), bands.ScratchBytes, bands.CanOverwrite() ? [new(op.Input, 0, order)] : []) { ByRows = !bands.Transposed };
    }

    /// <inheritdoc/>
    protected override KernelCall Call(DepthwiseConv2D op, KernelContext context)
    {
        DepthwiseBands bands = DepthwiseBands.TryCreate(op, scratchLimit)!;
        Window window = bands.Window;
        ScaledChannel[] channels = Channels(op)!;
        int shift = CommonShift(channels, Activations.Of(op.Clamp, op.Output.ZeroPoint));
        return new KernelCall("depthwise_plane", "depthwise_plane", "dsp/depthwise_plane.h")
            .With("input", op.Input)
            .With("output", op.Output)
            .With("scratch", new ScratchArgument("lanes *"))
            .WithConstants("weights", ConstantType.Int8, Weights(op, bands, channels), "per channel, per kernel row: its weights, an odd number; three zeros at the end")
            .WithConstants("channels", ConstantType.Int32, [.. Numbers(op, channels, shift)], shift > 0 ? "per channel: bias + halvings + 8 * places, multiplier" : "per channel: bias, multiplier, offset + shift")
            .With("channel_count", op.Output.Shape[3])
            .With("input_height", bands.Input.Height).With("input_width", bands.Input.Width)
            .With("output_height", bands.Output.Height).With("output_width", bands.Output.Width)
            .With("row_step", bands.Transposed ? 1 : bands.Input.Width).With("column_step", bands.Transposed ? bands.Input.Height : 1)
            .With("output_row_step", bands.Transposed ? 1 : bands.Output.Width).With("output_column_step", bands.Transposed ? bands.Output.Height : 1)
            .With("kernel_height", window.KernelHeight).With("kernel_width", window.KernelWidth)
            .With("stride_y", window.StrideY).With("stride_x", window.StrideX).With("dilation_y", window.DilationY)
            .With("pad_top", window.PadTop).With("pad_left", window.PadLeft)
            .With("whole", bands.BandOutputs >= bands.Output.Height ? 1 : 0)
            .With("shift", shift)
            .With("band_outputs", bands.BandOutputs).With("band_rows", bands.BandRows).With("pitch", bands.Pitch)
            .With("input_zero_point", op.Input.ZeroPoint)
            .WithActivation(op.Clamp, op.Output.ZeroPoint)
            .MayVary("channel_count", "input_zero_point", "clamp_min", "clamp_max");
    }

    /// <summary>The shift that all channels can have, or 0 where each keeps its own. One of few, so that layers of one shape share a function.</summary>
    private static int CommonShift(ScaledChannel[] channels, Activation activation)
    {
        const int Step = 4;
        if (activation != Activation.Relu) return 0;
        int least = channels.Where(c => !c.IsConstant).Select(c => c.TotalShift).DefaultIfEmpty(2 * Step).Min();
        return ((int[])[least / Step * Step, least]).FirstOrDefault(s => s is >= 1 and <= 23 && channels.All(c => SharedShiftChannel.Has(c, s)));
    }

    /// <summary>The fields of the channels, with one shift or, where that is 0, with their own.</summary>
    private static IEnumerable<int> Numbers(DepthwiseConv2D op, ScaledChannel[] channels, int shift)
    {
        if (shift == 0) return channels.SelectMany(c => (int[])[c.Bias, c.Multiplier, c.OffsetAndShift]);
        sbyte[][] filters = Filters(op);
        int[] biases = ConstantData.Int32(op.Bias, channels.Length);
        return channels
            .Select((c, i) => SharedShiftChannel.Of(
                c, shift, new ChannelReference(biases[i], op.Multipliers[i], op.Output.ZeroPoint, op.Clamp), filters[i], op.Input.ZeroPoint))
            .SelectMany(c => (int[])[c.Packed, c.Multiplier]);
    }

    /// <summary>The channels, or null where one is not within what the kernel asks for.</summary>
    private static ScaledChannel[]? Channels(DepthwiseConv2D op)
    {
        sbyte[][] filters = Filters(op);
        var channels = new ScaledChannel[filters.Length];
        int[] biases = ConstantData.Int32(op.Bias, channels.Length);
        for (int c = 0; c < channels.Length; c++)
        {
            if (ScaledChannel.TryCreate(filters[c], biases[c], op.Input.ZeroPoint, op.Multipliers[c], op.Output.ZeroPoint, op.Clamp) is not { } channel)
                return null;
            channels[c] = channel;
        }

        return channels;
    }

    /// <summary>Per channel the weights that meet the image, in the order kernel row, kernel column.</summary>
    private static sbyte[][] Filters(DepthwiseConv2D op)
    {
        ReadOnlySpan<sbyte> data = ConstantData.Int8(op.Weights);
        CroppedWindow crop = CroppedWindow.Of(op.Window, op.Input, op.Output);
        int channels = op.Output.Shape[3], height = crop.Window.KernelHeight, width = crop.Window.KernelWidth;
        var filters = new sbyte[channels][];
        for (int c = 0; c < channels; c++)
        {
            filters[c] = new sbyte[height * width];
            for (int i = 0; i < filters[c].Length; i++)
            {
                int tap = ((crop.FirstRow + (i / width)) * op.Window.KernelWidth) + crop.FirstColumn + (i % width);
                filters[c][i] = data[(tap * channels) + c];
            }
        }

        return filters;
    }

    /// <summary>The weights in the order that <c>dsp/depthwise_sums.h</c> describes.</summary>
    private static ImmutableArray<int> Weights(DepthwiseConv2D op, DepthwiseBands bands, ScaledChannel[] channels)
    {
        sbyte[][] filters = Filters(op);
        int height = bands.Window.KernelHeight, width = bands.Window.KernelWidth;
        var bytes = ImmutableArray.CreateBuilder<int>();
        for (int c = 0; c < channels.Length; c++)
        {
            for (int y = 0; y < height; y++)
            {
                for (int x = 0; x < bands.RowBytes; x++)
                {
                    int tap = bands.Transposed ? (x * height) + y : (y * width) + x;
                    bytes.Add(x >= width || channels[c].IsConstant ? 0 : filters[c][tap]);
                }
            }
        }

        bytes.AddRange(0, 0, 0); // which the kernel's last load reads
        return bytes.ToImmutable();
    }
}
