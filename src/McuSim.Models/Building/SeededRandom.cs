namespace McuSim.Models;

/// <summary>
/// A pseudo-random number generator whose numbers never change with the runtime: SplitMix64 (Steele, Lea, Flood, "Fast splittable
/// pseudorandom number generators", OOPSLA 2014).
/// </summary>
/// <param name="seed">The start; every seed is good.</param>
public sealed class SeededRandom(ulong seed)
{
    private ulong state = seed;

    /// <summary>The next 64 random bits.</summary>
    public ulong Next()
    {
        state += 0x9E3779B97F4A7C15;
        ulong z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>A whole number from <paramref name="least"/> to <paramref name="most"/>, both possible.</summary>
    public int Between(int least, int most) => (int)(least + (long)(Next() % ((ulong)((long)most - least) + 1)));

    /// <summary>A number in [<paramref name="least"/>, <paramref name="most"/>).</summary>
    public double Between(double least, double most) => least + ((most - least) * (Next() >> 11) * (1.0 / (1L << 53)));

    /// <summary>True once in <paramref name="n"/> times.</summary>
    public bool OneIn(int n) => Next() % (ulong)n == 0;

    /// <summary>One of the items.</summary>
    public T Pick<T>(params ReadOnlySpan<T> items) => items[Between(0, items.Length - 1)];

    /// <summary>Fills with random bytes.</summary>
    public void Fill(Span<byte> bytes)
    {
        for (int i = 0; i < bytes.Length; i++) bytes[i] = (byte)(Next() >> 56);
    }

    /// <summary>Fills with whole numbers from <paramref name="least"/> to <paramref name="most"/>.</summary>
    public void Fill(Span<sbyte> values, int least, int most)
    {
        for (int i = 0; i < values.Length; i++) values[i] = (sbyte)Between(least, most);
    }
}
