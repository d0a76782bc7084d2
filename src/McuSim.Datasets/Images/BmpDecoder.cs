using System.Buffers.Binary;

namespace McuSim.Datasets.Images;

/// <summary>Decodes uncompressed Windows bitmaps of 8 bits with a palette, 24 bits and 32 bits (wingdi.h, BITMAPINFOHEADER and later headers).</summary>
internal static class BmpDecoder
{
    private const int FileHeaderBytes = 14, InfoHeaderBytes = 40;

    /// <summary>Decodes a file's bytes.</summary>
    /// <exception cref="InvalidDataException">They are malformed, or of a kind that is not read.</exception>
    public static Picture Decode(ReadOnlySpan<byte> file)
    {
        if (file.Length < FileHeaderBytes + InfoHeaderBytes)
            throw new InvalidDataException("its header is cut short");
        uint start = BinaryPrimitives.ReadUInt32LittleEndian(file[10..]), header = BinaryPrimitives.ReadUInt32LittleEndian(file[14..]);
        int width = BinaryPrimitives.ReadInt32LittleEndian(file[18..]), signedHeight = BinaryPrimitives.ReadInt32LittleEndian(file[22..]);
        int bits = BinaryPrimitives.ReadUInt16LittleEndian(file[28..]);
        uint compression = BinaryPrimitives.ReadUInt32LittleEndian(file[30..]), colours = BinaryPrimitives.ReadUInt32LittleEndian(file[46..]);
        long height = Math.Abs((long)signedHeight);
        Picture.CheckSize(width, height);
        if (header < InfoHeaderBytes || header > file.Length - FileHeaderBytes || bits is not (8 or 24 or 32) || !(compression == 0 || (compression == 3 && bits == 32)))
            throw new InvalidDataException($"bitmaps of {bits} bits and compression {compression} are not read");
        if (compression == 3 && !HasUsualMasks(file))
            throw new InvalidDataException("its colour masks are not those of blue, green, red");
        if (bits == 8 && colours == 0)
            colours = 256;
        ReadOnlySpan<byte> palette = bits == 8 ? Part(file, FileHeaderBytes + header, 4L * colours) : [];
        long pitch = ((width * (long)bits) + 31) / 32 * 4;
        ReadOnlySpan<byte> rows = Part(file, start, pitch * height);
        var pixels = new byte[width * (int)height * 3];
        for (int y = 0; y < height; y++)
        {
            int row = signedHeight < 0 ? y : (int)height - 1 - y;
            Row(rows.Slice((int)(row * pitch), (int)pitch), bits / 8, palette, pixels.AsSpan(y * width * 3, width * 3));
        }
        return new Picture(width, (int)height, 3, pixels);
    }

    private static void Row(ReadOnlySpan<byte> row, int bytes, ReadOnlySpan<byte> palette, Span<byte> pixels)
    {
        for (int x = 0; x < pixels.Length / 3; x++)
        {
            ReadOnlySpan<byte> blueGreenRed = bytes > 1 ? row.Slice(x * bytes, 3)
                : 4 * row[x] < palette.Length ? palette.Slice(4 * row[x], 3) : throw new InvalidDataException("a pixel is outside its palette");
            (pixels[3 * x], pixels[(3 * x) + 1], pixels[(3 * x) + 2]) = (blueGreenRed[2], blueGreenRed[1], blueGreenRed[0]);
        }
    }

    private static bool HasUsualMasks(ReadOnlySpan<byte> file) =>
        file.Length >= 66 && BinaryPrimitives.ReadUInt32LittleEndian(file[54..]) == 0xFF0000
        && BinaryPrimitives.ReadUInt32LittleEndian(file[58..]) == 0xFF00 && BinaryPrimitives.ReadUInt32LittleEndian(file[62..]) == 0xFF;

    private static ReadOnlySpan<byte> Part(ReadOnlySpan<byte> file, long start, long length) =>
        start <= file.Length && length <= file.Length - start ? file.Slice((int)start, (int)length) : throw new InvalidDataException("it is cut short");
}
