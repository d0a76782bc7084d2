namespace McuSim.Datasets.Images;

/// <summary>Decodes binary PGM (P5) and PPM (P6) files of up to 255 grey values (netpbm's ppm(5) and pgm(5)); of several images the first.</summary>
internal static class PpmDecoder
{
    /// <summary>Decodes a file's bytes.</summary>
    /// <exception cref="InvalidDataException">They are malformed.</exception>
    public static Picture Decode(ReadOnlySpan<byte> file)
    {
        int channels = file[1] == '6' ? 3 : 1, at = 2;
        int width = Number(file, ref at), height = Number(file, ref at), most = Number(file, ref at);
        Picture.CheckSize(width, height);
        if (most is 0 or > 255)
            throw new InvalidDataException($"its greatest value of {most} is not from 1 to 255");
        at++;
        int bytes = width * height * channels;
        if (file.Length - at < bytes)
            throw new InvalidDataException($"it has {Math.Max(0, file.Length - at)} bytes of pixels instead of {bytes}");
        byte[] pixels = file.Slice(at, bytes).ToArray();
        for (int i = 0; most != 255 && i < bytes; i++)
            pixels[i] = pixels[i] <= most ? (byte)(((pixels[i] * 255) + (most / 2)) / most) : throw new InvalidDataException("a value is greater than its header allows");
        return new Picture(width, height, channels, pixels);
    }

    /// <summary>The next number of the header, after blanks and comments.</summary>
    private static int Number(ReadOnlySpan<byte> file, ref int at)
    {
        while (at < file.Length && (file[at] == '#' || char.IsWhiteSpace((char)file[at])))
        {
            if (file[at++] == '#')
            {
                while (at < file.Length && file[at] is not ((byte)'\n' or (byte)'\r'))
                    at++;
            }
        }
        int first = at, value = 0;
        while (at < file.Length && file[at] is >= (byte)'0' and <= (byte)'9' && at - first < 9)
            value = (value * 10) + (file[at++] - '0');
        return at > first && at < file.Length && char.IsWhiteSpace((char)file[at]) ? value : throw new InvalidDataException("its header is malformed");
    }
}
