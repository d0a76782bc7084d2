using System.Collections.Immutable;

namespace McuSim.Models;

/// <summary>How an <see cref="AudioFeatures"/> operator evens out loudness.</summary>
public enum AudioLoudness
{
    /// <summary>A sample of 32768 is 1.</summary>
    AsIs,

    /// <summary>The greatest sample is 1.</summary>
    Greatest,

    /// <summary>The greatest magnitude is 1.</summary>
    Peak,
}

/// <summary>One band of the spectrum: a weighted sum of neighbouring bins.</summary>
/// <param name="FirstBin">The first bin that counts.</param>
/// <param name="Weights">0 to 1, from that bin on.</param>
public sealed record AudioBand(int FirstBin, ImmutableArray<double> Weights);

/// <summary>What an <see cref="AudioFeatures"/> operator computes; the formulas are in docs/datasets.md.</summary>
/// <param name="Samples">Samples of one input.</param>
/// <param name="Step">Samples from one frame to the next.</param>
/// <param name="Transform">Length of the Fourier transform, a power of two from 16 to 4096 and not below a frame.</param>
/// <param name="Window">The weight of each sample of a frame, 0 to 1; as many as a frame has.</param>
/// <param name="Power">1: bands add up magnitudes; 2: squared magnitudes.</param>
/// <param name="Bands">The bands.</param>
/// <param name="Floor">What is added to a band before the logarithm.</param>
/// <param name="Cosines">Row by row, one weight for each band: the coefficients of a frame; empty when the logarithms are the features.</param>
/// <param name="Loudness">What a sample of 1 is.</param>
/// <param name="TowardsZero">Whether values are cut towards zero when quantised, instead of rounded to the nearest.</param>
public sealed record AudioTables(
    int Samples, int Step, int Transform, ImmutableArray<double> Window, int Power, ImmutableArray<AudioBand> Bands, double Floor,
    ImmutableArray<double> Cosines, AudioLoudness Loudness, bool TowardsZero)
{
    /// <summary>Frames of one input: only whole ones count.</summary>
    public int Frames => 1 + ((Samples - Window.Length) / Step);

    /// <summary>Features of one frame.</summary>
    public int PerFrame => Cosines.IsEmpty ? Bands.Length : Cosines.Length / Bands.Length;
}
