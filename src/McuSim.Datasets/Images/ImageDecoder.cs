namespace McuSim.Datasets.Images;

/// <summary>Decodes JPEG, PNG, BMP and binary PPM/PGM files. What a file is, its first bytes say; photo collections hold a few with a wrong ending.</summary>
internal static class ImageDecoder
{
    private const int MaxFileBytes = 256 << 20;

    /// <summary>Decodes a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="channels">1 for luminance, 3 for red, green and blue.</param>
    /// <param name="upright">Turns the image as its EXIF orientation says.</param>
    /// <exception cref="BrokenInputException">The file is no sound image of these kinds.</exception>
    public static Picture Decode(string path, int channels, bool upright)
    {
        byte[] file = FileBytes.Read(path, MaxFileBytes);
        try
        {
            return file switch
            {
                [0xFF, 0xD8, ..] => Turned(JpegDecoder.Decode(file, channels), upright ? ExifOrientation.OfJpeg(file) : 1),
                [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => Turned(PngDecoder.Decode(file, out int orientation), upright ? orientation : 1).WithChannels(channels),
                [(byte)'B', (byte)'M', ..] => BmpDecoder.Decode(file).WithChannels(channels),
                [(byte)'P', (byte)'5' or (byte)'6', ..] => PpmDecoder.Decode(file).WithChannels(channels),
                _ => throw new InvalidDataException("it is neither JPEG, PNG, BMP nor binary PPM or PGM"),
            };
        }
        catch (InvalidDataException e)
        {
            throw new BrokenInputException($"{path} is not a sound image: {e.Message.TrimEnd('.')}.", e);
        }
    }

    private static Picture Turned(Picture picture, int orientation) => ExifOrientation.Apply(picture, orientation);
}
