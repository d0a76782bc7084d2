namespace McuSim.Measurement;

/// <summary>A range that holds the true share with 95 % confidence.</summary>
/// <param name="Low">Its lower end, 0 to 1.</param>
/// <param name="High">Its upper end, 0 to 1.</param>
public sealed record ConfidenceInterval(double Low, double High)
{
    private const double Z = 1.959963984540054; // the 97.5 % quantile of the normal distribution

    /// <summary>
    /// Wilson's score interval (E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22, 1927), to 6 decimals.
    /// </summary>
    /// <param name="hits">How often it was so.</param>
    /// <param name="tries">Of how many; not 0.</param>
    public static ConfidenceInterval Wilson(int hits, int tries)
    {
        double n = tries, p = hits / n, z2 = Z * Z;
        double middle = (p + (z2 / (2 * n))) / (1 + (z2 / n));
        double half = Z / (1 + (z2 / n)) * Math.Sqrt((p * (1 - p) / n) + (z2 / (4 * n * n)));
        return new(Math.Round(Math.Max(0, middle - half), 6), Math.Round(Math.Min(1, middle + half), 6));
    }
}
