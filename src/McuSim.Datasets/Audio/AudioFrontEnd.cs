using MathNet.Numerics.IntegralTransforms;

namespace McuSim.Datasets.Audio;

/// <summary>Computes the features of a recipe from sound; the formulas are in docs/datasets.md. May be used by several threads at once.</summary>
public sealed class AudioFrontEnd
{
    private readonly AudioRecipe recipe;
    private readonly double[] window;
    private readonly MelBands bands;
    private readonly double[] cosines;

    /// <summary>Works out the tables of a recipe.</summary>
    /// <param name="recipe">What to compute.</param>
    public AudioFrontEnd(AudioRecipe recipe)
    {
        this.recipe = recipe;
        window = [.. Enumerable.Range(0, recipe.Frame).Select(n => 0.5 - (0.5 * Math.Cos(2 * Math.PI * n / recipe.Frame)))];
        bands = new MelBands(recipe);
        cosines = Cosines(recipe.Coefficients, recipe.Bands);
    }

    /// <summary>The weight of each sample of a frame.</summary>
    public IReadOnlyList<double> Window => window;

    /// <summary>Row by row, the weights of the bands' logarithms in each coefficient.</summary>
    public IReadOnlyList<double> CosineTransform => cosines;

    /// <summary>Each band's first bin of the spectrum, and the weights from there.</summary>
    public IEnumerable<(int FirstBin, IReadOnlyList<double> Weights)> Bands =>
        Enumerable.Range(0, bands.Count).Select(i => (bands[i].FirstBin, (IReadOnlyList<double>)bands[i].Weights));

    /// <summary>Computes the values of one input.</summary>
    /// <param name="sound">Of the recipe's sample rate; longer than its samples is cut, shorter is filled with zeros.</param>
    /// <param name="values">Exactly <see cref="AudioRecipe.Values"/>; frame by frame.</param>
    public void Compute(ReadOnlySpan<float> sound, Span<double> values)
    {
        var samples = new double[recipe.Samples];
        int count = Math.Min(sound.Length, samples.Length);
        double divisor = Divisor(sound[..count]);
        for (int i = 0; i < count; i++)
            samples[i] = sound[i] / divisor;
        if (recipe.Features == AudioFeatures.Samples)
        {
            samples.CopyTo(values);
            return;
        }
        var spectrum = new double[recipe.Transform + 2];
        for (int frame = 0; frame < recipe.Frames; frame++)
        {
            Magnitudes(samples.AsSpan(frame * recipe.Step, recipe.Frame), spectrum);
            Features(spectrum, values.Slice(frame * recipe.ValuesPerFrame, recipe.ValuesPerFrame));
        }
    }

    /// <summary>Row k, column n: sqrt(2 / bands) cos(pi k (2 n + 1) / (2 bands)).</summary>
    internal static double[] Cosines(int coefficients, int bands) =>
    [
        .. from k in Enumerable.Range(0, coefficients)
           from n in Enumerable.Range(0, bands)
           select Math.Sqrt(2.0 / bands) * Math.Cos(Math.PI * k * ((2 * n) + 1) / (2 * bands)),
    ];

    /// <summary>1 where the sound is silent, so that silence stays silence.</summary>
    private double Divisor(ReadOnlySpan<float> sound)
    {
        double greatest = 0;
        foreach (float sample in sound)
            greatest = Math.Max(greatest, recipe.Loudness == Loudness.Peak ? Math.Abs(sample) : sample);
        return recipe.Loudness == Loudness.AsIs || greatest == 0 ? 1 : greatest;
    }

    /// <summary>Leaves the magnitudes, or their squares, in the first places of <paramref name="spectrum"/>.</summary>
    private void Magnitudes(ReadOnlySpan<double> frame, double[] spectrum)
    {
        Array.Clear(spectrum);
        for (int i = 0; i < frame.Length; i++)
            spectrum[i] = frame[i] * window[i];
        Fourier.ForwardReal(spectrum, recipe.Transform, FourierOptions.NoScaling);
        for (int bin = 0; bin <= recipe.Transform / 2; bin++)
        {
            double real = spectrum[2 * bin], imaginary = spectrum[(2 * bin) + 1];
            double power = (real * real) + (imaginary * imaginary);
            spectrum[bin] = recipe.Power == 2 ? power : Math.Sqrt(power);
        }
    }

    private void Features(ReadOnlySpan<double> spectrum, Span<double> values)
    {
        Span<double> logs = stackalloc double[bands.Count];
        for (int band = 0; band < logs.Length; band++)
            logs[band] = Math.Log(bands.Sum(band, spectrum) + recipe.Floor);
        if (recipe.Features == AudioFeatures.LogMel)
        {
            logs.CopyTo(values);
            return;
        }
        for (int k = 0; k < values.Length; k++)
        {
            double sum = 0;
            for (int n = 0; n < logs.Length; n++)
                sum += cosines[(k * logs.Length) + n] * logs[n];
            values[k] = sum;
        }
    }
}
