namespace McuSim.Datasets.Images;

/// <summary>Brings an image to a size: first across, then down, with pixels rounded to 8 bits between, as Pillow does.</summary>
internal static class Scaling
{
    private const int Half = 1 << (ScalingWeights.Bits - 1);

    /// <summary>Applies a recipe's crops and scaling.</summary>
    /// <param name="image">Any size.</param>
    /// <param name="recipe">Not <see cref="Resizing.None"/>, or the image has the right size already.</param>
    /// <param name="width">Of the result.</param>
    /// <param name="height">Of the result.</param>
    public static Picture Fit(Picture image, ImageRecipe recipe, int width, int height)
    {
        if (recipe.CentralFraction < 1)
            image = Central(image, recipe.CentralFraction);
        if (image.Width == width && image.Height == height && recipe.Resizing != Resizing.ShortSide)
            return image;
        (int wide, int high) = recipe.Resizing == Resizing.ShortSide ? Scaled(image, recipe, width, height) : (width, height);
        Picture across = wide == image.Width && wide == width ? image
            : Across(image, new ScalingWeights(recipe.Interpolation, image.Width, wide, Middle(wide, width), width));
        return high == image.Height && high == height ? across
            : Down(across, new ScalingWeights(recipe.Interpolation, image.Height, high, Middle(high, height), height));
    }

    /// <summary>The size of the whole image scaled; the longer side is rounded down as torchvision does.</summary>
    private static (int Width, int Height) Scaled(Picture image, ImageRecipe recipe, int width, int height)
    {
        int side = recipe.ShortSideOver == 0 ? recipe.ShortSide
            : (int)Math.Round((double)Math.Min(width, height) * recipe.ShortSide / recipe.ShortSideOver, MidpointRounding.AwayFromZero);
        (int wide, int high) = image.Width <= image.Height
            ? (side, (int)((long)side * image.Height / image.Width))
            : ((int)((long)side * image.Width / image.Height), side);
        if (wide < width || high < height)
            throw new InvalidDataException($"scaled to {wide} x {high} it is smaller than the {width} x {height} that are cut from it");
        return (wide, high);
    }

    /// <summary>Halves are rounded to even, as torchvision's CenterCrop does.</summary>
    private static int Middle(int length, int part) => (int)Math.Round((length - part) / 2.0, MidpointRounding.ToEven);

    /// <summary>The middle of an image, as tf.image.central_crop cuts it.</summary>
    private static Picture Central(Picture image, double fraction)
    {
        int left = (int)((image.Width - (image.Width * fraction)) / 2), top = (int)((image.Height - (image.Height * fraction)) / 2);
        int width = image.Width - (2 * left), height = image.Height - (2 * top);
        var pixels = new byte[width * height * image.Channels];
        for (int y = 0; y < height; y++)
        {
            image.Pixels.AsSpan((((y + top) * image.Width) + left) * image.Channels, width * image.Channels)
                .CopyTo(pixels.AsSpan(y * width * image.Channels));
        }
        return new Picture(width, height, image.Channels, pixels);
    }

    private static Picture Across(Picture image, ScalingWeights weights)
    {
        int channels = image.Channels;
        var pixels = new byte[weights.Count * image.Height * channels];
        for (int y = 0; y < image.Height; y++)
        {
            ReadOnlySpan<byte> row = image.Pixels.AsSpan(y * image.Width * channels, image.Width * channels);
            Span<byte> target = pixels.AsSpan(y * weights.Count * channels, weights.Count * channels);
            for (int x = 0; x < weights.Count; x++)
            {
                (int first, int[] taps) = weights[x];
                for (int c = 0; c < channels; c++)
                    target[(x * channels) + c] = Sum(row[((first * channels) + c)..], channels, taps);
            }
        }
        return new Picture(weights.Count, image.Height, channels, pixels);
    }

    private static Picture Down(Picture image, ScalingWeights weights)
    {
        int pitch = image.Width * image.Channels;
        var pixels = new byte[weights.Count * pitch];
        for (int y = 0; y < weights.Count; y++)
        {
            (int first, int[] taps) = weights[y];
            for (int i = 0; i < pitch; i++)
                pixels[(y * pitch) + i] = Sum(image.Pixels.AsSpan((first * pitch) + i), pitch, taps);
        }
        return new Picture(image.Width, weights.Count, image.Channels, pixels);
    }

    private static byte Sum(ReadOnlySpan<byte> source, int step, int[] taps)
    {
        int sum = Half;
        for (int i = 0, at = 0; i < taps.Length; i++, at += step)
            sum += source[at] * taps[i];
        return (byte)Math.Clamp(sum >> ScalingWeights.Bits, 0, 255);
    }
}
