using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;

using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>The constants of <c>dsp/matmul.h</c>: weights and requantisation of output channels taken in pairs.</summary>
/// <param name="Weights">Per pair (or per four channels) and per four values, four weights of each channel as a word of two lanes <c>w0 + 256 * w1</c>.</param>
/// <param name="Pairs">Per pair the fields of <c>struct channel_pair</c>.</param>
internal sealed record MatmulConstants(ImmutableArray<int> Weights, ImmutableArray<int> Pairs)
{
    /// <summary>The constants of a convolution, or null where the kernels cannot compute it.</summary>
    public static MatmulConstants? TryCreate(Conv2D op) =>
        op.Groups == 1 ? TryCreate(op.Weights, op.Bias, op.Input, op.Output, op.Multipliers, op.Clamp, WindowOrder(op)) : null;

    /// <summary>The constants of a convolution for <c>dsp/conv_2d_shared.h</c>, or null where it cannot compute it.</summary>
    public static MatmulConstants? TryCreateShared(Conv2D op)
    {
        int channels = op.Weights.Shape[3];
        int[] order = [.. from row in Enumerable.Range(0, op.Weights.Shape[1])
                          from four in Enumerable.Range(0, channels / 4)
                          from column in Enumerable.Range(0, 3)
                          from channel in Enumerable.Range(4 * four, 4)
                          select (((row * 3) + column) * channels) + channel];
        return TryCreate(op.Weights, op.Bias, op.Input, op.Output, op.Multipliers, op.Clamp, order, isShared: true);
    }

    /// <summary>The constants of a fully connected layer, or null where the kernels cannot compute it.</summary>
    /// <param name="op">The layer.</param>
    /// <param name="together">Channels whose weights lie together, 2 or 4; their number is a multiple of 4 then.</param>
    public static MatmulConstants? TryCreate(FullyConnected op, int together = 2) =>
        TryCreate(op.Weights, op.Bias, op.Input, op.Output, op.Multipliers, op.Clamp, null, together: together);

    /// <summary>Groups of four values in a row, rounded up.</summary>
    public static int Fours(int values) => (values + 3) / 4;

    /// <summary>
    /// The order in which <c>dsp/conv_2d_matmul.h</c> reads a window, as indexes into a filter: whole words of every kernel row, then what is left of
    /// the rows together. Null where that is the order of the weights.
    /// </summary>
    private static int[]? WindowOrder(Conv2D op)
    {
        int height = op.Weights.Shape[1], row = op.Weights.Shape[2] * op.Weights.Shape[3], whole = row / 4 * 4;
        if (whole == row || height == 1) return null;
        IEnumerable<int> Places(int from, int to) =>
            Enumerable.Range(0, height).SelectMany(y => Enumerable.Range(from, to - from).Select(x => (y * row) + x));
        return [.. Places(0, whole), .. Places(whole, row)];
    }

    // Layers are asked for again and again, as a whole and in bands of rows; their weights stay the same.
    private static readonly ConditionalWeakTable<Tensor, ConcurrentDictionary<Numbers, MatmulConstants?>> Found = [];

    /// <summary>What the constants depend on besides the weights. Multipliers are equal when they are the same array.</summary>
    private readonly record struct Numbers(Tensor? Bias, int InputZeroPoint, int OutputZeroPoint, ImmutableArray<QuantizedMultiplier> Multipliers, Clamp Clamp, bool IsShared, int Together);

    private static MatmulConstants? TryCreate(
        Tensor weights, Tensor? bias, Tensor input, Tensor output, ImmutableArray<QuantizedMultiplier> multipliers, Clamp clamp,
        int[]? order, bool isShared = false, int together = 2) =>
        Found.GetOrCreateValue(weights).GetOrAdd(
            new(bias, input.ZeroPoint, output.ZeroPoint, multipliers, clamp, isShared, together), _ => Create(weights, bias, input, output, multipliers, clamp, order, together));

    private static MatmulConstants? Create(
        Tensor weights, Tensor? bias, Tensor input, Tensor output, ImmutableArray<QuantizedMultiplier> multipliers, Clamp clamp,
        int[]? order, int together)
    {
        int outputs = multipliers.Length, values = weights.Shape.ElementCount / outputs;
        if (outputs < 2) return null;
        ReadOnlySpan<sbyte> data = InOrder(ConstantData.Int8(weights), order);
        int[] biases = ConstantData.Int32(bias, outputs);
        var channels = new ScaledChannel[outputs];
        for (int c = 0; c < outputs; c++)
        {
            ReadOnlySpan<sbyte> row = data.Slice(c * values, values);
            if (ScaledChannel.TryCreate(row, biases[c], input.ZeroPoint, multipliers[c], output.ZeroPoint, clamp) is not { } channel) return null;
            if (!channel.IsConstant && !CanPack(row)) return null;
            channels[c] = channel.IsConstant ? channel : channel with { Bias = unchecked(channel.Bias - (127 * SumOfEven(row))) };
        }

        var packed = ImmutableArray.CreateBuilder<int>();
        var pairs = ImmutableArray.CreateBuilder<int>();
        for (int c = 0; c < outputs; c += together)
        {
            int first = Math.Min(c, outputs - together); // of an odd number the last pair repeats a channel
            for (int of = first; of < first + together; of += 2)
                pairs.AddRange(channels[of].Bias, channels[of + 1].Bias, channels[of].Multiplier, channels[of].OffsetAndShift, channels[of + 1].Multiplier, channels[of + 1].OffsetAndShift);
            for (int k = 0; k < Fours(values) * 4; k += 4)
            {
                for (int of = first; of < first + together; of++) PackFour(packed, channels[of].IsConstant ? [] : data.Slice(of * values, values), k);
            }
        }

        return new(packed.ToImmutable(), pairs.ToImmutable());
    }

    /// <summary>Every filter's weights in another order, or as they are.</summary>
    private static ReadOnlySpan<sbyte> InOrder(ReadOnlySpan<sbyte> data, int[]? order)
    {
        if (order is null) return data;
        var ordered = new sbyte[data.Length];
        for (int i = 0; i < data.Length; i++) ordered[i] = data[(i / order.Length * order.Length) + order[i % order.Length]];
        return ordered;
    }

    /// <summary>Whether every <c>w0 + 256 * w1</c> fits 16 bits.</summary>
    internal static bool CanPack(ReadOnlySpan<sbyte> row)
    {
        for (int k = 1; k < row.Length; k += 2)
        {
            if (row[k] == sbyte.MinValue && row[k - 1] < 0) return false;
        }

        return true;
    }

    /// <summary>The sum of the weights in even places.</summary>
    internal static int SumOfEven(ReadOnlySpan<sbyte> row)
    {
        int sum = 0;
        for (int k = 0; k < row.Length; k += 2) sum += row[k];
        return sum;
    }

    /// <summary>Adds the four weights of a row from a place on, as two lanes.</summary>
    internal static void PackFour(ImmutableArray<int>.Builder packed, ReadOnlySpan<sbyte> row, int from)
    {
        for (int k = from; k < from + 4; k += 2)
        {
            int lane = (k < row.Length ? row[k] : 0) + (256 * (k + 1 < row.Length ? row[k + 1] : 0));
            packed.Add((sbyte)lane);
            packed.Add((sbyte)(lane >> 8));
        }
    }
}

/// <summary>Sets the fields of matrix products.</summary>
internal static class MatmulCalls
{
    /// <summary>Sets the fields <c>weights</c> and <c>pairs</c>.</summary>
    public static KernelCall WithMatmul(this KernelCall call, MatmulConstants constants) => call
        .WithConstants("weights", ConstantType.Int8, constants.Weights, "per channels that lie together, per four values: four weights of each, in lanes w0 + 256 * w1")
        .WithConstants("pairs", ConstantType.Int32, constants.Pairs, "per pair of channels: two biases, then per channel multiplier, offset + shift");
}
