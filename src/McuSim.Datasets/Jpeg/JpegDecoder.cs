using System.Runtime.InteropServices;
using McuSim.Common;

namespace McuSim.Datasets.Jpeg;

/// <summary>Decodes JPEG files of a known size.</summary>
internal static class JpegDecoder
{
    /// <summary>The most bytes of a JPEG file. An image of a network's input size has a few thousand.</summary>
    private const int MaxFileBytes = 64 << 20;

    /// <summary>Decodes a file into <paramref name="pixels"/>, row by row from the top, one byte per channel (RGB, or grey for one channel).</summary>
    /// <exception cref="McuSimException">The file is no sound JPEG image, or of another size.</exception>
    public static unsafe void Decode(string path, int width, int height, int channels, Span<byte> pixels)
    {
        byte[] jpeg = ReadFile(path);
        using JpegHandle decoder = TurboJpeg.OpenDecoder();
        if (decoder.IsInvalid)
            throw McuSimException.BadInput($"{path}: libturbojpeg could not be started.");
        fixed (byte* source = jpeg)
        fixed (byte* target = pixels)
        {
            var size = new CULong((uint)jpeg.Length);
            if (TurboJpeg.DecompressHeader(decoder, source, size, out int foundWidth, out int foundHeight, out _, out _) != 0)
                throw Corrupt(path, decoder);
            if (foundWidth != width || foundHeight != height)
                throw McuSimException.BadInput($"{path} is {foundWidth} x {foundHeight} pixels, but the input takes {width} x {height}; resize it first.");
            const int Flags = TurboJpeg.FlagAccurateDct | TurboJpeg.FlagStopOnWarning | TurboJpeg.FlagLimitScans;
            int format = channels == 1 ? TurboJpeg.PixelFormatGrey : TurboJpeg.PixelFormatRgb;
            if (TurboJpeg.Decompress(decoder, source, size, target, width, width * channels, height, format, Flags) != 0)
                throw Corrupt(path, decoder);
        }
    }

    private static byte[] ReadFile(string path)
    {
        using FileStream file = File.OpenRead(path);
        if (file.Length is 0 or > MaxFileBytes)
            throw McuSimException.BadInput($"{path} has {file.Length} bytes, which no JPEG image for a network has.");
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    private static McuSimException Corrupt(string path, JpegHandle decoder) =>
        McuSimException.BadInput($"{path} is not a sound JPEG image: {TurboJpeg.Error(decoder).TrimEnd('.')}.");
}
