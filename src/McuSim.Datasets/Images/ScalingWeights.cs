namespace McuSim.Datasets.Images;

/// <summary>
/// Which pixels of a line each new pixel is made of, and with which weights: fixed-point numbers of <see cref="Bits"/> fraction bits. Filters and
/// rounding are those of Pillow (libImaging/Resample.c, precompute_coeffs and normalize_coeffs_8bpc), so that results are equal to its.
/// </summary>
internal sealed class ScalingWeights
{
    /// <summary>Fraction bits: 32 less 8 for the pixel less 2 of headroom.</summary>
    public const int Bits = 22;

    private readonly (int First, int[] Weights)[] pixels;

    /// <summary>Works out the weights.</summary>
    /// <param name="interpolation">The filter.</param>
    /// <param name="from">Length of the line.</param>
    /// <param name="to">Length that the whole line is scaled to.</param>
    /// <param name="skip">How many new pixels are cut off before the first that is wanted.</param>
    /// <param name="count">How many new pixels are wanted.</param>
    public ScalingWeights(Interpolation interpolation, int from, int to, int skip, int count)
    {
        double scale = (double)from / to;
        pixels = [.. Enumerable.Range(skip, count).Select(i => interpolation switch
        {
            Interpolation.Nearest => (Math.Min((int)((i + 0.5) * scale), from - 1), new[] { 1 << Bits }),
            Interpolation.Area => Fixed(Area(i * scale, (i + 1) * scale, from)),
            Interpolation.PlainBilinear => Fixed(Between(((i + 0.5) * scale) - 0.5, from)),
            Interpolation.Bilinear => Fixed(Filtered(i, scale, from, 1, Triangle)),
            Interpolation.Bicubic => Fixed(Filtered(i, scale, from, 2, Cubic)),
            _ => Fixed(Filtered(i, scale, from, 3, Lanczos)),
        })];
    }

    public int Count => pixels.Length;

    public (int First, int[] Weights) this[int pixel] => pixels[pixel];

    private static (int First, double[] Weights) Area(double start, double end, int length)
    {
        int first = (int)start, last = Math.Min((int)Math.Ceiling(end), length);
        return (first, [.. Enumerable.Range(first, Math.Max(1, last - first)).Select(p => Math.Max(0, Math.Min(p + 1, end) - Math.Max(p, start)))]);
    }

    private static (int First, double[] Weights) Between(double place, int length)
    {
        int lower = (int)Math.Floor(place);
        double part = place - lower;
        return lower < 0 ? (0, [1]) : lower + 1 >= length ? (length - 1, [1]) : (lower, [1 - part, part]);
    }

    private static (int First, double[] Weights) Filtered(int pixel, double scale, int length, double radius, Func<double, double> filter)
    {
        double widening = Math.Max(scale, 1), centre = (pixel + 0.5) * scale, support = radius * widening;
        int first = Math.Max(0, (int)(centre - support + 0.5)), end = Math.Min(length, (int)(centre + support + 0.5));
        return (first, [.. Enumerable.Range(first, end - first).Select(p => filter((p - centre + 0.5) / widening))]);
    }

    private static (int First, int[] Weights) Fixed((int First, double[] Weights) real)
    {
        double sum = real.Weights.Sum();
        return (real.First, [.. real.Weights.Select(w => (int)Math.Round(w / sum * (1 << Bits), MidpointRounding.AwayFromZero))]);
    }

    private static double Triangle(double x) => Math.Max(0, 1 - Math.Abs(x));

    private static double Cubic(double x)
    {
        const double A = -0.5;
        x = Math.Abs(x);
        return x < 1 ? ((((A + 2) * x) - (A + 3)) * x * x) + 1 : x < 2 ? ((((x - 5) * x) + 8) * x - 4) * A : 0;
    }

    private static double Lanczos(double x) => Math.Abs(x) < 3 ? Sinc(x) * Sinc(x / 3) : 0;

    private static double Sinc(double x) => x == 0 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x);
}
