using McuSim.Common;
using McuSim.Datasets;
using McuSim.Datasets.Audio;
using McuSim.Datasets.Preprocessing;
using McuSim.Models;

namespace McuSim.Measurement;

/// <summary>Moves a recipe's audio features from this computer to the board, so that latency counts from the samples on.</summary>
public static class FrontEnd
{
    /// <summary>Puts the features of a recipe in front of a network.</summary>
    /// <param name="model">The network that takes the features.</param>
    /// <param name="recipe">How sound becomes its input.</param>
    /// <param name="arithmetic">In which numbers the board computes the features.</param>
    /// <returns>The network that takes 16-bit samples, and the recipe that makes them.</returns>
    /// <exception cref="McuSimException">The recipe makes no features of sound, or not those that the network takes.</exception>
    public static (Model Model, Recipe Recipe) OnBoard(Model model, Recipe recipe, AudioArithmetic arithmetic)
    {
        if (recipe.Audio is not { Features: not Datasets.Audio.AudioFeatures.Samples } audio)
            throw McuSimException.BadInput($"The recipe {recipe.Name} computes no audio features that --front-end could move to the board; give one with --recipe, such as mlperf-kws.");
        var sound = new AudioRecipe { Features = Datasets.Audio.AudioFeatures.Samples, SampleRate = audio.SampleRate, Samples = audio.Samples, Resample = audio.Resample, Loudness = Loudness.AsIs };
        return (Models.AudioFeatures.Before(model, Tables(audio, recipe.Rounding), arithmetic), recipe with { Audio = sound, Rounding = Rounding.Nearest });
    }

    private static AudioTables Tables(AudioRecipe audio, Rounding rounding)
    {
        var features = new AudioFrontEnd(audio);
        return new AudioTables(
            audio.Samples, audio.Step, audio.Transform, [.. features.Window], audio.Power, [.. features.Bands.Select(b => new AudioBand(b.FirstBin, [.. b.Weights]))],
            audio.Floor, audio.Features == Datasets.Audio.AudioFeatures.Mfcc ? [.. features.CosineTransform] : [], audio.Loudness switch
            {
                Loudness.Greatest => AudioLoudness.Greatest,
                Loudness.Peak => AudioLoudness.Peak,
                _ => AudioLoudness.AsIs,
            },
            rounding == Rounding.TowardsZero);
    }
}
