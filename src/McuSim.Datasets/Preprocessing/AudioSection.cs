using McuSim.Common.Yaml;
using McuSim.Datasets.Audio;

namespace McuSim.Datasets.Preprocessing;

/// <summary>Reads the part "audio" of a recipe.</summary>
internal static class AudioSection
{
    private const int MaxRate = 192_000, MaxSamples = 10_000_000, MaxTransform = 65_536, MaxBands = 512;

    public static AudioRecipe Read(Section root)
    {
        Section audio = root.Child(
            "audio", "features", "sample_rate", "samples", "resample", "loudness", "frame", "step", "transform", "spectrum", "bands", "low", "high", "floor", "coefficients");
        var usual = new AudioRecipe();
        AudioFeatures features = audio.Choice("features", ("samples", AudioFeatures.Samples), ("log-mel", AudioFeatures.LogMel), ("mfcc", AudioFeatures.Mfcc));
        int rate = audio.Whole("sample_rate", 1000, MaxRate, usual.SampleRate), samples = audio.Whole("samples", 1, MaxSamples, rate);
        int frame = audio.Whole("frame", 1, MaxTransform, usual.Frame), bands = audio.Whole("bands", 1, MaxBands, usual.Bands);
        int transform = audio.Whole("transform", 2, MaxTransform, usual.Transform);
        double low = audio.Real("low", 0, rate / 2.0, usual.LowHertz), high = audio.Real("high", 0, rate / 2.0, Math.Min(usual.HighHertz, rate / 2.0));
        if (features != AudioFeatures.Samples && frame > samples)
            throw audio.Bad("frame", $"of {frame} is longer than the {samples} samples of an input");
        if (transform < frame || !int.IsPow2(transform))
            throw audio.Bad("transform", $"must be a power of two and at least the {frame} of a frame");
        if (low >= high)
            throw audio.Bad("low", "must be below high");
        return new AudioRecipe
        {
            Features = features,
            SampleRate = rate,
            Samples = samples,
            Resample = audio.Flag("resample", false),
            Loudness = audio.Has("loudness")
                ? audio.Choice("loudness", ("as-is", Loudness.AsIs), ("greatest", Loudness.Greatest), ("peak", Loudness.Peak)) : Loudness.AsIs,
            Frame = frame,
            Step = audio.Whole("step", 1, MaxSamples, usual.Step),
            Transform = transform,
            Power = audio.Has("spectrum") ? audio.Choice("spectrum", ("magnitude", 1), ("power", 2)) : usual.Power,
            Bands = bands,
            LowHertz = low,
            HighHertz = high,
            Floor = audio.Real("floor", 1e-30, 1e30, usual.Floor),
            Coefficients = audio.Whole("coefficients", 1, bands, Math.Min(bands, usual.Coefficients)),
        };
    }
}
