using System.Collections.Immutable;

namespace McuSim.Models;

/// <summary>int8 to int8 with other parameters, and between int8 and uint8 (TensorFlow Lite reference <c>requantize.h</c>).</summary>
public static class Requantization
{
    /// <summary>
    /// The stored output of every stored input: entry i is the output of the byte that is i - 128 as an int8, whatever type it and the output are of.
    /// </summary>
    /// <param name="input">The input's quantisation.</param>
    /// <param name="output">The output's quantisation.</param>
    /// <param name="multiplier">input scale / output scale.</param>
    /// <param name="clamp">The range left of the output.</param>
    public static ImmutableArray<sbyte> Table(Tensor input, Tensor output, QuantizedMultiplier multiplier, Clamp clamp)
    {
        var table = ImmutableArray.CreateBuilder<sbyte>(256);
        for (int stored = -128; stored <= 127; stored++)
        {
            int given = input.Type == ElementType.UInt8 ? (byte)stored : stored;
            int value = unchecked(multiplier.Apply(given - input.ZeroPoint) + output.ZeroPoint);
            table.Add(output.Type == ElementType.UInt8 ? (sbyte)(byte)Math.Clamp(value, 0, 255) : (sbyte)Math.Clamp(value, clamp.Min, clamp.Max));
        }

        return table.MoveToImmutable();
    }
}
