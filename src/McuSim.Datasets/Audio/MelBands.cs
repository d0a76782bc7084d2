namespace McuSim.Datasets.Audio;

/// <summary>
/// Triangles over the bins of a spectrum, of equal width on the mel scale of HTK: m(f) = 1127 ln(1 + f / 700) (S. Young et al., The HTK Book,
/// section 5.4). Weights as in TensorFlow's linear_to_mel_weight_matrix: triangular in mel, height 1, and the constant bin 0 counts nowhere.
/// </summary>
internal sealed class MelBands
{
    private readonly (int FirstBin, double[] Weights)[] bands;

    public MelBands(AudioRecipe recipe)
    {
        int bins = (recipe.Transform / 2) + 1;
        double low = Mel(recipe.LowHertz), width = (Mel(recipe.HighHertz) - low) / (recipe.Bands + 1);
        bands = new (int, double[])[recipe.Bands];
        for (int band = 0; band < bands.Length; band++)
        {
            double left = low + (band * width), centre = left + width, right = centre + width;
            double[] all = [.. Enumerable.Range(0, bins).Select(bin =>
            {
                double mel = Mel(bin * (double)recipe.SampleRate / recipe.Transform);
                return bin == 0 ? 0 : Math.Max(0, Math.Min((mel - left) / (centre - left), (right - mel) / (right - centre)));
            })];
            int first = Math.Max(0, Array.FindIndex(all, w => w > 0)), last = Array.FindLastIndex(all, w => w > 0);
            bands[band] = (first, all[first..(Math.Max(first - 1, last) + 1)]);
        }
    }

    public int Count => bands.Length;

    /// <summary>The first bin of a band, and its weights from there.</summary>
    public (int FirstBin, double[] Weights) this[int band] => bands[band];

    /// <summary>The weighted sum of a spectrum's bins.</summary>
    public double Sum(int band, ReadOnlySpan<double> spectrum)
    {
        (int first, double[] weights) = bands[band];
        double sum = 0;
        for (int i = 0; i < weights.Length; i++)
            sum += weights[i] * spectrum[first + i];
        return sum;
    }

    private static double Mel(double hertz) => 1127 * Math.Log(1 + (hertz / 700));
}
