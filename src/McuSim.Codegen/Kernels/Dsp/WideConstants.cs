using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;

using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>The constants of <c>dsp/wide.h</c>: matrices whose sums do not fit <see cref="MatmulConstants"/>, cut into segments that do.</summary>
/// <param name="Weights">As <see cref="MatmulConstants.Weights"/>.</param>
/// <param name="Starts">Per pair of channels and segment, what the sums of both start from.</param>
/// <param name="Channels">Per channel: bias, multiplier, shift.</param>
/// <param name="Segment">Groups of four values in a segment.</param>
internal sealed record WideConstants(ImmutableArray<int> Weights, ImmutableArray<int> Starts, ImmutableArray<int> Channels, int Segment)
{
    private const int MostSegments = 64;

    // Layers are asked for again and again, as a whole and in bands of rows; their weights stay the same.
    private static readonly ConditionalWeakTable<Tensor, ConcurrentDictionary<(Tensor? Bias, int ZeroPoint, ImmutableArray<QuantizedMultiplier>), WideConstants?>> Found = [];

    /// <summary>The constants of a convolution that has no faster ones, or null where the kernel cannot compute it either.</summary>
    public static WideConstants? TryCreate(Conv2D op) =>
        op.Groups > 1 || MatmulConstants.TryCreate(op) is not null ? null : Of(op.Weights, op.Bias, op.Input.ZeroPoint, op.Multipliers);

    /// <summary>The constants of a fully connected layer that has no faster ones, or null where the kernel cannot compute it either.</summary>
    public static WideConstants? TryCreate(FullyConnected op) =>
        MatmulConstants.TryCreate(op) is not null ? null : Of(op.Weights, op.Bias, op.Input.ZeroPoint, op.Multipliers);

    private static WideConstants? Of(Tensor weights, Tensor? bias, int inputZeroPoint, ImmutableArray<QuantizedMultiplier> multipliers) =>
        Found.GetOrCreateValue(weights).GetOrAdd((bias, inputZeroPoint, multipliers), _ => Create(weights, bias, inputZeroPoint, multipliers));

    private static WideConstants? Create(Tensor weights, Tensor? bias, int inputZeroPoint, ImmutableArray<QuantizedMultiplier> multipliers)
    {
        int outputs = multipliers.Length, values = weights.Shape.ElementCount / outputs;
        ReadOnlySpan<sbyte> data = ConstantData.Int8(weights);
        if (outputs < 2 || SegmentOf(data, outputs, values, inputZeroPoint) is not { } segment) return null;
        int[] biases = ConstantData.Int32(bias, outputs);
        ImmutableArray<int>.Builder starts = ImmutableArray.CreateBuilder<int>(), packed = ImmutableArray.CreateBuilder<int>();
        for (int c = 0; c < outputs; c += 2)
        {
            int first = Math.Min(c, outputs - 2); // of an odd number the last pair repeats a channel
            for (int from = 0; from < values; from += 4 * segment)
            {
                starts.Add(Start(Part(data, first, values, from, segment), inputZeroPoint));
                starts.Add(Start(Part(data, first + 1, values, from, segment), inputZeroPoint));
            }

            for (int k = 0; k < values; k += 4)
            {
                MatmulConstants.PackFour(packed, data.Slice(first * values, values), k);
                MatmulConstants.PackFour(packed, data.Slice((first + 1) * values, values), k);
            }
        }

        return new(packed.ToImmutable(), starts.ToImmutable(), [.. multipliers.SelectMany((m, c) => (int[])[biases[c], m.Multiplier, m.Shift])], segment);
    }

    /// <summary>The longest segment, of equal ones, in which every channel's sums fit; null where weights do not fit their lanes.</summary>
    private static int? SegmentOf(ReadOnlySpan<sbyte> data, int outputs, int values, int inputZeroPoint)
    {
        for (int c = 0; c < outputs; c++)
        {
            if (!MatmulConstants.CanPack(data.Slice(c * values, values))) return null;
        }

        int fours = MatmulConstants.Fours(values);
        for (int segments = 1; segments <= MostSegments; segments++)
        {
            int segment = (fours + segments - 1) / segments;
            if (Fit(data, outputs, values, inputZeroPoint, segment)) return segment;
        }

        return null;
    }

    private static bool Fit(ReadOnlySpan<sbyte> data, int outputs, int values, int inputZeroPoint, int segment)
    {
        for (int c = 0; c < outputs; c++)
        {
            for (int from = 0; from < values; from += 4 * segment)
            {
                (long low, long high) = ScaledChannel.Products(Part(data, c, values, from, segment), inputZeroPoint);
                if (low <= -ScaledChannel.SumLimit || high >= ScaledChannel.SumLimit) return false;
            }
        }

        return true;
    }

    private static ReadOnlySpan<sbyte> Part(ReadOnlySpan<sbyte> data, int channel, int values, int from, int segment) =>
        data.Slice((channel * values) + from, Math.Min(4 * segment, values - from));

    private static int Start(ReadOnlySpan<sbyte> weights, int inputZeroPoint)
    {
        int sum = 0;
        foreach (sbyte weight in weights) sum += weight;
        return unchecked((-256 * inputZeroPoint * sum) - (127 * MatmulConstants.SumOfEven(weights)));
    }
}
