namespace McuSim.Datasets.Audio;

/// <summary>
/// Changes the sample rate by a windowed sinc (A. V. Oppenheim, R. W. Schafer, Discrete-Time Signal Processing, section 4.6): the ideal low-pass at
/// 0.95 of the lower of the two Nyquist frequencies, cut by a Hann window of 32 zero crossings to either side.
/// </summary>
internal static class Resampler
{
    private const int ZeroCrossings = 32;
    private const double PassBand = 0.95;

    /// <summary>Converts sound.</summary>
    /// <param name="sound">At <paramref name="from"/> samples per second; silence is assumed before and after.</param>
    /// <param name="from">Samples per second.</param>
    /// <param name="to">Samples per second of the result.</param>
    public static float[] Convert(ReadOnlySpan<float> sound, int from, int to)
    {
        double cutoff = PassBand * Math.Min(1.0, (double)to / from), radius = ZeroCrossings / cutoff;
        var converted = new float[(int)((long)sound.Length * to / from)];
        for (int i = 0; i < converted.Length; i++)
        {
            double place = (double)i * from / to, sum = 0;
            int last = Math.Min(sound.Length - 1, (int)Math.Floor(place + radius));
            for (int n = Math.Max(0, (int)Math.Ceiling(place - radius)); n <= last; n++)
                sum += sound[n] * Weight(place - n, cutoff, radius);
            converted[i] = (float)sum;
        }
        return converted;
    }

    private static double Weight(double distance, double cutoff, double radius)
    {
        double x = Math.PI * cutoff * distance;
        double sinc = x == 0 ? 1 : Math.Sin(x) / x;
        return cutoff * sinc * (0.5 + (0.5 * Math.Cos(Math.PI * distance / radius)));
    }
}
