namespace McuSim.Models.Interpretation;

/// <summary>The order of a transform's points.</summary>
internal static class AudioOrder
{
    /// <summary>Puts complex points into bit-reversed order.</summary>
    public static void ReverseBits<T>(Span<T> complex, int points)
    {
        for (int i = 1, j = 0; i < points; i++)
        {
            int bit = points >> 1;
            for (; (j & bit) != 0; bit >>= 1) j ^= bit;
            j ^= bit;
            if (i >= j) continue;
            (complex[2 * i], complex[2 * j]) = (complex[2 * j], complex[2 * i]);
            (complex[(2 * i) + 1], complex[(2 * j) + 1]) = (complex[(2 * j) + 1], complex[(2 * i) + 1]);
        }
    }
}

/// <summary>What samples are divided by.</summary>
internal static class AudioDivisor
{
    /// <summary>The sample that counts as 1; 32768 where the sound is silent or loudness stays as it is.</summary>
    public static int Of(ReadOnlySpan<short> samples, AudioLoudness loudness)
    {
        int greatest = 0;
        if (loudness != AudioLoudness.AsIs)
        {
            foreach (short sample in samples) greatest = Math.Max(greatest, loudness == AudioLoudness.Peak && sample < 0 ? -sample : sample);
        }

        return greatest == 0 ? 32768 : greatest;
    }
}
