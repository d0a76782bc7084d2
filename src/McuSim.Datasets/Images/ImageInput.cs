using McuSim.Common;

namespace McuSim.Datasets.Images;

/// <summary>From an image file to a network's input. May be used by several threads at once.</summary>
internal sealed class ImageInput
{
    private readonly InputFormat input;
    private readonly ImageRecipe recipe;
    private readonly Quantiser quantiser;

    public ImageInput(InputFormat input, ImageRecipe recipe, Rounding rounding)
    {
        this.input = input;
        this.recipe = recipe;
        quantiser = new Quantiser(input, rounding);
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="BrokenInputException">It is damaged.</exception>
    /// <exception cref="McuSimException">The network takes no images, or none of this size.</exception>
    public void ReadInto(string path, Span<byte> destination) =>
        Write(ImageDecoder.Decode(path, Size(path).Channels, recipe.Upright), path, destination);

    /// <summary>Writes a decoded image as the input.</summary>
    /// <exception cref="McuSimException">The network takes no images, or none of this size.</exception>
    public void Write(Picture image, string path, Span<byte> destination)
    {
        (int height, int width, int channels) = Size(path);
        if (recipe.Resizing == Resizing.None && (image.Width != width || image.Height != height))
        {
            throw McuSimException.BadInput(
                $"{path} is {image.Width} x {image.Height} pixels, but the input takes {width} x {height}; say how to resize with --recipe (such as stretch or imagenet-torch; docs/datasets.md).");
        }
        try
        {
            image = Scaling.Fit(image.WithChannels(channels), recipe, width, height);
        }
        catch (InvalidDataException e)
        {
            throw McuSimException.BadInput($"{path}: {e.Message}; choose a greater short_side.", e);
        }
        Convert(image.Pixels, channels, destination);
    }

    private (int Height, int Width, int Channels) Size(string path) => input.Shape is [1, var height, var width, 1 or 3]
        ? (height, width, input.Shape[3])
        : throw McuSimException.BadInput($"{path} is an image, but the input has the shape {input.ShapeText}; images need 1 x height x width x 1 or 3.");

    /// <summary>Pixels, channel by channel, to elements.</summary>
    public void Convert(ReadOnlySpan<byte> pixels, int channels, Span<byte> destination)
    {
        int size = input.ElementBytes;
        Span<byte> table = stackalloc byte[256 * sizeof(float)];
        for (int channel = 0; channel < channels; channel++)
        {
            for (int p = 0; p < 256; p++)
                Element(p, channel, table[(p * size)..]);
            int from = recipe.BlueFirst ? channels - 1 - channel : channel;
            for (int i = 0; i < pixels.Length; i += channels)
                table.Slice(pixels[i + from] * size, size).CopyTo(destination[((i + channel) * size)..]);
        }
    }

    /// <summary>
    /// Without <see cref="ImageRecipe.Pixels"/> an int8 is the pixel less 128: the convention of MLPerf Tiny and TensorFlow Lite Micro, and what
    /// quantisation gives for networks trained on 0 to 1, -1 to 1 or 0 to 255, where a step of the input is a step of the pixel.
    /// </summary>
    private void Element(int pixel, int channel, Span<byte> element)
    {
        PixelRange range = recipe.Pixels switch { [] => new(0, 1), [var all] => all, var each => each[channel] };
        if (recipe.Pixels.IsEmpty && input.Type != InputType.Float32)
            element[0] = (byte)(input.Type == InputType.Int8 ? pixel - 128 : pixel);
        else
            quantiser.Write(range.Low + (pixel / 255.0 * (range.High - range.Low)), 0, element);
    }
}
