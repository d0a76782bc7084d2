using System.Buffers.Binary;

namespace McuSim.Datasets.Images;

/// <summary>The orientation that a camera noted (tag 0x0112 of Exif 2.3, CIPA DC-008, section 4.6.4): 1 upright to 8.</summary>
internal static class ExifOrientation
{
    private const int OrientationTag = 0x0112, ShortType = 3, EntryBytes = 12;

    /// <summary>The orientation in a JPEG file's APP1 segment; 1 where there is none, or none that can be read.</summary>
    public static int OfJpeg(ReadOnlySpan<byte> file)
    {
        file = file[2..];
        while (file.Length > 4 && file[0] == 0xFF && file[1] is not (0xDA or 0xD9))
        {
            int length = BinaryPrimitives.ReadUInt16BigEndian(file[2..]);
            if (length < 2 || length + 2 > file.Length)
                return 1;
            ReadOnlySpan<byte> body = file[4..(length + 2)];
            if (file[1] == 0xE1 && body.StartsWith("Exif\0\0"u8))
                return OfTiff(body[6..]);
            file = file[(length + 2)..];
        }
        return 1;
    }

    /// <summary>The orientation in a TIFF structure, such as PNG's eXIf chunk holds.</summary>
    public static int OfTiff(ReadOnlySpan<byte> tiff)
    {
        bool little = tiff.StartsWith("II*\0"u8);
        if (tiff.Length < 8 || !(little || tiff.StartsWith("MM\0*"u8)))
            return 1;
        uint start = little ? BinaryPrimitives.ReadUInt32LittleEndian(tiff[4..]) : BinaryPrimitives.ReadUInt32BigEndian(tiff[4..]);
        if (start > tiff.Length - 2)
            return 1;
        ReadOnlySpan<byte> entries = tiff[((int)start + 2)..];
        for (int count = Short(tiff[(int)start..], little); count > 0 && entries.Length >= EntryBytes; count--, entries = entries[EntryBytes..])
        {
            if (Short(entries, little) == OrientationTag && Short(entries[2..], little) == ShortType)
                return Short(entries[8..], little) is >= 1 and <= 8 and var found ? found : 1;
        }
        return 1;
    }

    /// <summary>The image as it should be seen.</summary>
    public static Picture Apply(Picture stored, int orientation)
    {
        if (orientation == 1)
            return stored;
        bool turned = orientation >= 5;
        (int width, int height) = turned ? (stored.Height, stored.Width) : (stored.Width, stored.Height);
        var pixels = new byte[stored.Pixels.Length];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                (int column, int row) = turned ? (y, x) : (x, y);
                if (orientation is 2 or 3 or 7 or 8)
                    column = stored.Width - 1 - column;
                if (orientation is 3 or 4 or 6 or 7)
                    row = stored.Height - 1 - row;
                stored.Pixels.AsSpan(((row * stored.Width) + column) * stored.Channels, stored.Channels)
                    .CopyTo(pixels.AsSpan(((y * width) + x) * stored.Channels));
            }
        }
        return new Picture(width, height, stored.Channels, pixels);
    }

    private static int Short(ReadOnlySpan<byte> at, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(at) : BinaryPrimitives.ReadUInt16BigEndian(at);
}
