namespace McuSim.Datasets.Audio;

/// <summary>Sound of one channel.</summary>
/// <param name="SampleRate">Samples per second.</param>
/// <param name="Samples">From -1 to 1, in order.</param>
public sealed record AudioClip(int SampleRate, float[] Samples)
{
    /// <summary><paramref name="count"/> samples from <paramref name="first"/>; silence (zeros) where the clip has none.</summary>
    internal float[] Cut(int first, int count)
    {
        var cut = new float[count];
        int available = Math.Clamp(Samples.Length - first, 0, count);
        Samples.AsSpan(Math.Min(first, Samples.Length), available).CopyTo(cut);
        return cut;
    }
}
