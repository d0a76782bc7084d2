using McuSim.Common;

namespace McuSim.Datasets.Audio;

/// <summary>From a WAV file to a network's input. May be used by several threads at once.</summary>
internal sealed class AudioInput
{
    private readonly InputFormat input;
    private readonly AudioRecipe recipe;
    private readonly AudioFrontEnd frontEnd;
    private readonly Quantiser quantiser;

    public AudioInput(InputFormat input, AudioRecipe recipe, Rounding rounding)
    {
        this.input = input;
        this.recipe = recipe;
        frontEnd = new AudioFrontEnd(recipe);
        quantiser = new Quantiser(input, rounding);
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="first">The moment to start at, in samples of the file.</param>
    /// <param name="destination">The input's bytes.</param>
    /// <exception cref="BrokenInputException">It is damaged.</exception>
    /// <exception cref="McuSimException">Its sample rate or the recipe's number of values is not right.</exception>
    public void ReadInto(string path, int first, Span<byte> destination)
    {
        if (recipe.Values != input.Elements)
        {
            throw McuSimException.BadInput(
                $"{path}: the recipe makes {recipe.Frames} x {recipe.ValuesPerFrame} values of a sound, but the input {input.ShapeText} takes {input.Elements}; give the network's own recipe with --recipe.");
        }
        AudioClip clip = WavReader.Read(path);
        float[] sound = first == 0 ? clip.Samples : clip.Cut(first, (int)((long)recipe.Samples * clip.SampleRate / recipe.SampleRate));
        if (clip.SampleRate != recipe.SampleRate)
        {
            sound = recipe.Resample ? Resampler.Convert(sound, clip.SampleRate, recipe.SampleRate) : throw McuSimException.BadInput(
                $"{path} has {clip.SampleRate} samples per second, but the recipe takes {recipe.SampleRate}; resample it, or write resample: true into the recipe.");
        }
        var values = new double[recipe.Values];
        frontEnd.Compute(sound, values);
        for (int i = 0; i < values.Length; i++)
            quantiser.Write(values[i], i, destination);
    }
}
