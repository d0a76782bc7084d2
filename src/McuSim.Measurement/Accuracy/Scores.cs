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
}
