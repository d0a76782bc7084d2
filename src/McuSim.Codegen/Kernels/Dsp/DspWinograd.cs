using System.Collections.Immutable;
using System.Globalization;

using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>
/// CONV_2D with a 3x3 window and stride 1 by Winograd's F(2x2, 3x3) in exact integers, on cores with DSP instructions.
/// </summary>
/// <param name="weights">
/// Where the weights are. Transformed they take 32 bytes of flash per filter and input channel instead of 9: that is offered where flash has room.
/// </param>
/// <param name="tiles">Tiles of a strip.</param>
internal sealed class DspWinograd(WinogradWeights weights, int tiles) : Kernel<Conv2D>
{
    /// <summary>2G of arXiv 1509.09308, section 4.1.</summary>
    private static readonly int[][] TwiceG = [[2, 0, 0], [1, 1, 1], [1, -1, 1], [0, 0, 2]];

    /// <inheritdoc/>
    public override bool ServesAt(EngineStage stage) => stage >= EngineStage.Specialised;

    /// <inheritdoc/>
    public override string Name => weights switch
    {
        WinogradWeights.Transformed => "conv_2d_winograd_wide_dsp",
        WinogradWeights.AllAtOnce => "conv_2d_winograd_dsp",
        _ => string.Create(CultureInfo.InvariantCulture, $"conv_2d_winograd_{tiles}_dsp"),
    };

    /// <inheritdoc/>
    protected override KernelOffer? Offer(Conv2D op, KernelContext context)
    {
        bool fits = op.Window is { KernelHeight: 3, KernelWidth: 3, StrideY: 1, StrideX: 1, DilationY: 1, DilationX: 1 }
            && op.Groups == 1 && op.Input.Shape[3] % 4 == 0 && op.Output.Shape[3] >= 2;
        if (!context.Core.HasDsp || !fits || (weights == WinogradWeights.Transformed && !context.Options.WideWeights)) return null;
        var strips = new WinogradStrips(op, weights, tiles);
        if (!strips.IsUseful || Channels(op) is null) return null;
        Overlap? overlap = new TileOrder(tiles).Of(op.Window, op.Input, op.Output);
        return new(strips.Cost, strips.ScratchBytes, overlap is { } o ? [o] : []) { ByRows = true };
    }

    /// <inheritdoc/>
    protected override KernelCall Call(Conv2D op, KernelContext context)
    {
        ScaledChannel[] channels = Channels(op)!;
        int outputs = channels.Length;
        IEnumerable<ScaledChannel> inPairs = Enumerable.Range(0, (outputs + 1) / 2).SelectMany(i => channels.Skip(Math.Min(2 * i, outputs - 2)).Take(2).ToArray());
        KernelCall call = new KernelCall("conv_2d_winograd", "conv_2d_winograd", "dsp/winograd.h")
            .With("input", op.Input)
            .With("output", op.Output)
            .With("scratch", new ScratchArgument("lanes *"));
        call = weights == WinogradWeights.Transformed
            ? call.WithConstants("weights", ConstantType.Int16, Transformed(op, channels), "transformed; per pair of channels, per place, per two input channels: two weights of each channel")
            : call.WithConstants("weights", ConstantType.Int8, Taps(op, channels), "per pair of channels, per four input channels, for each of the pair: nine taps of four weights");
        return call
            .WithConstants("pairs", ConstantType.Int32, Pairs([.. inPairs]), "per pair of channels: two biases, then per channel multiplier, offset + shift")
            .With("batches", op.Input.Shape[0])
            .With("input_height", op.Input.Shape[1]).With("input_width", op.Input.Shape[2]).With("input_channels", op.Input.Shape[3])
            .With("output_height", op.Output.Shape[1]).With("output_width", op.Output.Shape[2]).With("output_channels", outputs)
            .With("pad_top", op.Window.PadTop).With("pad_left", op.Window.PadLeft)
            .With("weights_kind", (int)weights).With("strip_tiles", tiles)
            .With("input_zero_point", op.Input.ZeroPoint)
            .WithActivation(op.Clamp, op.Output.ZeroPoint);
    }

    private static ScaledChannel[]? Channels(Conv2D op)
    {
        ReadOnlySpan<sbyte> data = ConstantData.Int8(op.Weights);
        var channels = new ScaledChannel[op.Output.Shape[3]];
        int[] biases = ConstantData.Int32(op.Bias, channels.Length);
        int values = data.Length / channels.Length;
        for (int c = 0; c < channels.Length; c++)
        {
            if (ScaledChannel.TryCreate(data.Slice(c * values, values), biases[c], op.Input.ZeroPoint, op.Multipliers[c], op.Output.ZeroPoint, op.Clamp) is not { } channel)
                return null;
            channels[c] = channel;
        }

        return channels;
    }

    private static ImmutableArray<int> Pairs(ScaledChannel[] channels) =>
    [
        .. channels.Chunk(2).SelectMany(p => (int[])[p[0].Bias, p[1].Bias, p[0].Multiplier, p[0].OffsetAndShift, p[1].Multiplier, p[1].OffsetAndShift]),
    ];

    /// <summary>The weights as they are, in the order in which <c>mcusim_winograd_weights</c> reads them; zero where an output is constant.</summary>
    private static ImmutableArray<int> Taps(Conv2D op, ScaledChannel[] channels)
    {
        ReadOnlySpan<sbyte> data = ConstantData.Int8(op.Weights);
        int outputs = channels.Length, inputs = op.Input.Shape[3];
        var taps = ImmutableArray.CreateBuilder<int>(9 * inputs * (outputs + 1));
        for (int pair = 0; pair < outputs; pair += 2)
        {
            int first = Math.Min(pair, outputs - 2);
            for (int four = 0; four < inputs; four += 4)
            {
                for (int c = first; c < first + 2; c++)
                {
                    for (int i = 0; i < 36; i++) taps.Add(channels[c].IsConstant ? 0 : data[(((c * 9) + (i / 4)) * inputs) + four + (i % 4)]);
                }
            }
        }

        return taps.ToImmutable();
    }

    /// <summary>Two lanes hold channels 0 and 2 of four, then 1 and 3, as <c>dsp/winograd.h</c> widens them.</summary>
    private static ImmutableArray<int> Transformed(Conv2D op, ScaledChannel[] channels)
    {
        ReadOnlySpan<sbyte> data = ConstantData.Int8(op.Weights);
        int outputs = channels.Length, inputs = op.Input.Shape[3];
        int[][] filters = new int[outputs][];
        for (int c = 0; c < outputs; c++) filters[c] = channels[c].IsConstant ? new int[16 * inputs] : Transform(data.Slice(c * 9 * inputs, 9 * inputs), inputs);
        var weights = ImmutableArray.CreateBuilder<int>();
        for (int pair = 0; pair < outputs; pair += 2)
        {
            int first = Math.Min(pair, outputs - 2);
            for (int place = 0; place < 16; place++)
            {
                for (int word = 0; word < inputs / 2; word++)
                {
                    int channel = (word / 2 * 4) + (word % 2);
                    for (int c = first; c < first + 2; c++)
                    {
                        weights.Add(filters[c][(place * inputs) + channel]);
                        weights.Add(filters[c][(place * inputs) + channel + 2]);
                    }
                }
            }
        }

        return weights.ToImmutable();
    }

    /// <summary>A filter [row][column][input] as (2G) g (2G)^T, [place][input].</summary>
    private static int[] Transform(ReadOnlySpan<sbyte> filter, int inputs)
    {
        var transformed = new int[16 * inputs];
        for (int place = 0; place < 16; place++)
        {
            for (int tap = 0; tap < 9; tap++)
            {
                int factor = TwiceG[place / 4][tap / 3] * TwiceG[place % 4][tap % 3];
                if (factor == 0) continue;
                for (int i = 0; i < inputs; i++) transformed[(place * inputs) + i] += factor * filter[(tap * inputs) + i];
            }
        }

        return transformed;
    }
}
