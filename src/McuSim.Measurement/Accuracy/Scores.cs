using System.Runtime.InteropServices;

using McuSim.Models;

namespace McuSim.Measurement;

/// <summary>The real values of an output tensor.</summary>
internal static class Scores
{
    /// <summary>The real values of an int8, uint8 or float32 tensor's bytes.</summary>
    public static float[] Of(Tensor tensor, ReadOnlySpan<byte> bytes)
    {
        if (tensor.Type == ElementType.Float32) return MemoryMarshal.Cast<byte, float>(bytes).ToArray();
        var scores = new float[bytes.Length];
        for (int i = 0; i < scores.Length; i++) scores[i] = ((tensor.Type == ElementType.UInt8 ? bytes[i] : (sbyte)bytes[i]) - tensor.ZeroPoint) * tensor.Scale;
        return scores;
    }

    /// <summary>
    /// One score per class: the output's values, but for an output of one element, which tells two classes apart, the border between them (0.5 behind a
    /// LOGISTIC, else 0) and the value.
    /// </summary>
    public static float[] OfClasses(Graph graph, ReadOnlySpan<byte> bytes)
    {
        Tensor output = graph.Outputs[0];
        float[] values = Of(output, bytes);
        return values is [var only] ? [Border(graph, output), only] : values;
    }

    /// <summary>The position of the largest score; of equal ones the first.</summary>
    public static int Largest(ReadOnlySpan<float> scores)
    {
        int best = 0;
        for (int i = 1; i < scores.Length; i++)
        {
            if (scores[i] > scores[best]) best = i;
        }

        return best;
    }

    private static float Border(Graph graph, Tensor output)
    {
        Operator? producer = graph.Operators.FirstOrDefault(o => o.Output == output);
        while (producer is Dequantize or Reshape or Quantize) producer = graph.Operators.FirstOrDefault(o => producer.ActivationInputs.Contains(o.Output));
        return producer is Logistic ? 0.5f : 0;
    }
}
