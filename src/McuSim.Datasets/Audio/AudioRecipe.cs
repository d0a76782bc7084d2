namespace McuSim.Datasets.Audio;

/// <summary>What of a sound a network takes.</summary>
public enum AudioFeatures
{
    /// <summary>The samples themselves, -1 to 1.</summary>
    Samples,

    /// <summary>Logarithms of mel band energies.</summary>
    LogMel,

    /// <summary>Mel-frequency cepstral coefficients: the cosine transform of the log-mel values.</summary>
    Mfcc,
}

/// <summary>How loudness is evened out before anything else.</summary>
public enum Loudness
{
    /// <summary>Not at all.</summary>
    AsIs,

    /// <summary>Divided by the greatest sample (not the greatest magnitude), as MLPerf Tiny does.</summary>
    Greatest,

    /// <summary>Divided by the greatest magnitude.</summary>
    Peak,
}

/// <summary>From sound to a network's input; docs/datasets.md has the formulas. The defaults are the MFCC of MLPerf Tiny's keyword model, 49 x 10.</summary>
public sealed record AudioRecipe
{
    /// <summary>What is computed.</summary>
    public AudioFeatures Features { get; init; } = AudioFeatures.Mfcc;

    /// <summary>Samples per second. Sound of another rate is an error unless <see cref="Resample"/> says otherwise.</summary>
    public int SampleRate { get; init; } = 16_000;

    /// <summary>Samples of one input: longer sound is cut at the end, shorter sound filled with zeros.</summary>
    public int Samples { get; init; } = 16_000;

    /// <summary>Whether sound of another rate is converted to <see cref="SampleRate"/>.</summary>
    public bool Resample { get; init; }

    /// <summary>How loudness is evened out.</summary>
    public Loudness Loudness { get; init; } = Loudness.Greatest;

    /// <summary>Samples of one frame, weighted by a periodic Hann window.</summary>
    public int Frame { get; init; } = 480;

    /// <summary>Samples from the start of a frame to that of the next.</summary>
    public int Step { get; init; } = 320;

    /// <summary>Length of the Fourier transform, a power of two not below <see cref="Frame"/>; the frame is filled with zeros.</summary>
    public int Transform { get; init; } = 512;

    /// <summary>1: bands add up magnitudes; 2: squared magnitudes.</summary>
    public int Power { get; init; } = 1;

    /// <summary>Mel bands.</summary>
    public int Bands { get; init; } = 40;

    /// <summary>Lower edge of the lowest band, in Hz.</summary>
    public double LowHertz { get; init; } = 20;

    /// <summary>Upper edge of the highest band, in Hz.</summary>
    public double HighHertz { get; init; } = 4000;

    /// <summary>What is added to a band before the natural logarithm.</summary>
    public double Floor { get; init; } = 1e-6;

    /// <summary>How many cepstral coefficients are kept, from the 0th.</summary>
    public int Coefficients { get; init; } = 10;

    /// <summary>Frames of one input: only whole ones count.</summary>
    public int Frames => Features == AudioFeatures.Samples ? 1 : 1 + ((Samples - Frame) / Step);

    /// <summary>Values of one frame.</summary>
    public int ValuesPerFrame => Features switch
    {
        AudioFeatures.Samples => Samples,
        AudioFeatures.LogMel => Bands,
        _ => Coefficients,
    };

    /// <summary>Values of one input: frame by frame.</summary>
    public int Values => Frames * ValuesPerFrame;
}
