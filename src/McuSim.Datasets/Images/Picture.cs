namespace McuSim.Datasets.Images;

/// <summary>A decoded image: 8 bits per channel, rows from the top, pixels from the left.</summary>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
/// <param name="Channels">1 (grey) or 3 (red, green, blue).</param>
/// <param name="Pixels">Width x height x channels bytes.</param>
internal sealed record Picture(int Width, int Height, int Channels, byte[] Pixels)
{
    /// <summary>The most pixels of an image. A broken header must not ask for all memory; photographs have a few tens of millions.</summary>
    public const long MaxPixels = 100_000_000;

    /// <summary>Checks a size from a file's header before memory is taken for it.</summary>
    /// <exception cref="InvalidDataException">It is empty or too large.</exception>
    public static void CheckSize(long width, long height)
    {
        if (width <= 0 || height <= 0 || width > MaxPixels || height > MaxPixels || width * height > MaxPixels)
            throw new InvalidDataException($"its size of {width} x {height} pixels is not from 1 to {MaxPixels / 1_000_000} million pixels");
    }

    /// <summary>The same image with as many channels as asked for: grey is repeated; colour becomes luma, ITU-R BT.601 in the fixed point of JPEG decoders.</summary>
    public Picture WithChannels(int channels)
    {
        if (channels == Channels)
            return this;
        var pixels = new byte[Width * Height * channels];
        for (int i = 0; i < Width * Height; i++)
        {
            if (channels == 3)
                pixels.AsSpan(3 * i, 3).Fill(Pixels[i]);
            else
                pixels[i] = Luma(Pixels[3 * i], Pixels[(3 * i) + 1], Pixels[(3 * i) + 2]);
        }
        return new Picture(Width, Height, channels, pixels);
    }

    /// <summary>0.299 R + 0.587 G + 0.114 B in 16-bit fixed point, rounded: jccolor.c of libjpeg, and Pillow's convert("L").</summary>
    private static byte Luma(int red, int green, int blue) => (byte)(((red * 19595) + (green * 38470) + (blue * 7471) + 32768) >> 16);
}
