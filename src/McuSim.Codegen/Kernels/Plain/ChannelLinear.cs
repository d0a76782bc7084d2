using System.Collections.Concurrent;
using System.Collections.Immutable;

using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>
/// ADD, SUB or MUL of a constant as one linear form in integers per channel, <c>(factor * input + offset) >> Shift</c>, that equals the reference for all
/// 256 inputs of each channel.
/// </summary>
/// <param name="Shift">Bits behind the point.</param>
/// <param name="Channels">Factor and offset of each channel.</param>
internal sealed record ChannelLinear(int Shift, ImmutableArray<(int Factor, int Offset)> Channels)
{
    /// <summary>How far a factor is looked for around its real value.</summary>
    private const int Neighbours = 4;

    // Layers are asked for again and again, as a whole and in bands of rows.
    private static readonly ConcurrentDictionary<(Tensor Constant, Quantization Input, Quantization Output, ElementwiseKind Kind, bool Left, Clamp Clamp), ChannelLinear?> Found = [];

    /// <summary>Finds the forms, or null where a channel has none.</summary>
    public static ChannelLinear? TryFind(ConstantSide side)
    {
        Elementwise op = side.Operator;
        return Found.GetOrAdd((side.Constant, side.Activation.Quantization!, op.Output.Quantization!, op.Kind, op.Left.IsConstant, op.Clamp), _ => Search(side));
    }

    private static ChannelLinear? Search(ConstantSide side)
    {
        double[] ratios = [.. Enumerable.Range(0, side.Channels).Select(side.Ratio)];
        int shift = 22;
        while (shift > 8 && (ratios.Max(Math.Abs) * 257) + 512 > Math.ScaleB(1, 31 - shift)) shift--;
        if (shift == 8) return null;
        var channels = ImmutableArray.CreateBuilder<(int, int)>(side.Channels);
        for (int channel = 0; channel < side.Channels; channel++)
        {
            if (Form(side.Outputs(channel), side.Operator.Clamp, (int)Math.Round(Math.ScaleB(ratios[channel], shift)), shift) is not { } form) return null;
            channels.Add(form);
        }

        return new(shift, channels.MoveToImmutable());
    }

    private static (int Factor, int Offset)? Form(sbyte[] outputs, Clamp clamp, int factor, int shift)
    {
        foreach (int change in Enumerable.Range(-Neighbours, (2 * Neighbours) + 1).OrderBy(Math.Abs))
        {
            if (CommonOffset(outputs, clamp, factor + change, shift) is { } offset) return (factor + change, offset);
        }

        return null;
    }

    /// <summary>An offset that fits all inputs, or null. At an end of the clamp any value beyond it will do.</summary>
    private static int? CommonOffset(sbyte[] outputs, Clamp clamp, int factor, int shift)
    {
        long least = int.MinValue / 2, most = int.MaxValue / 2;
        for (int i = 0; i < outputs.Length; i++)
        {
            long product = (long)factor * (i - 128), start = (long)outputs[i] << shift;
            if (outputs[i] > clamp.Min) least = Math.Max(least, start - product);
            if (outputs[i] < clamp.Max) most = Math.Min(most, start + (1L << shift) - 1 - product);
            if (least > most) return null;
        }

        return (int)(least + ((most - least) / 2));
    }
}
