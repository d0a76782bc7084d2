using System.Runtime.InteropServices;

using McuSim.Models;

namespace McuSim.Measurement;

/// <summary>
/// The inputs of a network when the user gives none: bytes of xorshift32 (Marsaglia, "Xorshift RNGs", 2003; shifts 13, 17, 5), the same on
/// every machine.
/// </summary>
public static class PseudoRandomInput
{
    /// <summary>Makes the bytes of every input of a graph, one array per input.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="seed">Not 0; another seed gives other bytes.</param>
    /// <remarks>
    /// int8 inputs take the bytes as they are. A float32 input takes one byte q per element and becomes (q - zero point) * scale with the
    /// parameters of the QUANTIZE operator that reads it, so that it covers the range the network was quantised for; without one it
    /// becomes q / 128.
    /// </remarks>
    public static byte[][] For(Graph graph, uint seed = 1)
    {
        uint state = seed;
        int available = 0;
        uint word = 0;
        byte Next()
        {
            if (available == 0)
            {
                state ^= state << 13;
                state ^= state >> 17;
                state ^= state << 5;
                word = state;
                available = 4;
            }

            byte next = (byte)word;
            word >>= 8;
            available--;
            return next;
        }

        var inputs = new byte[graph.Inputs.Length][];
        for (int i = 0; i < inputs.Length; i++)
        {
            Tensor input = graph.Inputs[i];
            inputs[i] = new byte[input.ByteCount];
            if (input.Type == ElementType.Float32)
            {
                (float scale, int zeroPoint) = Range(graph, input);
                Span<float> values = MemoryMarshal.Cast<byte, float>(inputs[i].AsSpan());
                for (int k = 0; k < values.Length; k++) values[k] = ((sbyte)Next() - zeroPoint) * scale;
            }
            else
            {
                for (int k = 0; k < inputs[i].Length; k++) inputs[i][k] = Next();
            }
        }

        return inputs;
    }

    private static (float Scale, int ZeroPoint) Range(Graph graph, Tensor input)
    {
        Quantize? reader = graph.Operators.OfType<Quantize>().FirstOrDefault(q => q.Input == input);
        return reader is null ? (1f / 128, 0) : (reader.Output.Scale, reader.Output.ZeroPoint);
    }
}
