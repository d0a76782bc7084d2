using System.Runtime.InteropServices;

namespace McuSim.Datasets.Images;

/// <summary>Decodes JPEG files: colour, grey, CMYK and YCCK.</summary>
internal static class JpegDecoder
{
    /// <summary>Decodes a file's bytes; grey comes from the decoder itself, which then never computes the colours.</summary>
    /// <exception cref="InvalidDataException">The file is no sound JPEG image.</exception>
    public static unsafe Picture Decode(byte[] jpeg, int channels)
    {
        using JpegHandle decoder = TurboJpeg.OpenDecoder();
        if (decoder.IsInvalid)
            throw new InvalidDataException("libturbojpeg could not be started");
        fixed (byte* source = jpeg)
        {
            var size = new CULong((uint)jpeg.Length);
            if (TurboJpeg.DecompressHeader(decoder, source, size, out int width, out int height, out _, out int colours) != 0)
                throw new InvalidDataException(TurboJpeg.Error(decoder));
            Picture.CheckSize(width, height);
            bool inks = colours is TurboJpeg.ColoursCmyk or TurboJpeg.ColoursYcck;
            int format = inks ? TurboJpeg.PixelFormatCmyk : channels == 1 ? TurboJpeg.PixelFormatGrey : TurboJpeg.PixelFormatRgb;
            int bytes = inks ? 4 : channels;
            var pixels = new byte[width * height * bytes];
            const int Flags = TurboJpeg.FlagAccurateDct | TurboJpeg.FlagStopOnWarning | TurboJpeg.FlagLimitScans;
            fixed (byte* target = pixels)
            {
                if (TurboJpeg.Decompress(decoder, source, size, target, width, width * bytes, height, format, Flags) != 0)
                    throw new InvalidDataException(TurboJpeg.Error(decoder));
            }
            return inks ? FromInks(width, height, pixels).WithChannels(channels) : new Picture(width, height, channels, pixels);
        }
    }

    /// <summary>Programs that follow Adobe store paper minus ink, so 255 is white; then red = cyan x black / 255, rounded, and so on.</summary>
    private static Picture FromInks(int width, int height, byte[] inks)
    {
        var pixels = new byte[width * height * 3];
        for (int i = 0; i < width * height; i++)
        {
            for (int colour = 0; colour < 3; colour++)
                pixels[(3 * i) + colour] = (byte)(((inks[(4 * i) + colour] * inks[(4 * i) + 3]) + 127) / 255);
        }
        return new Picture(width, height, 3, pixels);
    }
}
