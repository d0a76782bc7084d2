using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace McuSim.Datasets.Images;

/// <summary>
/// Decodes PNG files of every colour type, bit depth and interlacing (ISO/IEC 15948:2004). Of 16 bits the upper 8 are kept; transparency is dropped.
/// </summary>
internal static class PngDecoder
{
    private const int SignatureBytes = 8, MaxChunkBytes = 1 << 30;

    /// <summary>Decodes a file's bytes.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="orientation">The orientation in its eXIf chunk, or 1.</param>
    /// <exception cref="InvalidDataException">They are malformed.</exception>
    public static Picture Decode(ReadOnlySpan<byte> file, out int orientation)
    {
        if (!file.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
            throw new InvalidDataException("its signature is damaged");
        orientation = 1;
        PngHeader? header = null;
        byte[] palette = [];
        using var compressed = new MemoryStream();
        file = file[SignatureBytes..];
        while (true)
        {
            ReadOnlySpan<byte> body = Chunk(ref file, out ReadOnlySpan<byte> type);
            if (header is null && !type.SequenceEqual("IHDR"u8))
                throw new InvalidDataException("it does not begin with its header");
            if (type.SequenceEqual("IHDR"u8))
                header = header is null ? PngHeader.Parse(body) : throw new InvalidDataException("it has two headers");
            else if (type.SequenceEqual("PLTE"u8))
                palette = body.Length % 3 == 0 ? body.ToArray() : throw new InvalidDataException("its palette is malformed");
            else if (type.SequenceEqual("eXIf"u8))
                orientation = ExifOrientation.OfTiff(body);
            else if (type.SequenceEqual("IDAT"u8))
                compressed.Write(body);
            else if (type.SequenceEqual("IEND"u8))
                break;
            else if ((type[0] & 0x20) == 0)
                throw new InvalidDataException("it has a critical chunk that is not known");
        }
        compressed.Position = 0;
        return Unpack(header!.Value, palette, compressed);
    }

    /// <summary>The contents of the next chunk, its checksum checked.</summary>
    private static ReadOnlySpan<byte> Chunk(ref ReadOnlySpan<byte> file, out ReadOnlySpan<byte> type)
    {
        uint length = file.Length >= 12 ? BinaryPrimitives.ReadUInt32BigEndian(file) : uint.MaxValue;
        if (length > MaxChunkBytes || length > file.Length - 12)
            throw new InvalidDataException("it is cut short");
        type = file[4..8];
        ReadOnlySpan<byte> body = file.Slice(8, (int)length);
        if (Crc32.HashToUInt32(file.Slice(4, (int)length + 4)) != BinaryPrimitives.ReadUInt32BigEndian(file[((int)length + 8)..]))
            throw new InvalidDataException("the checksum of a chunk is wrong");
        file = file[((int)length + 12)..];
        return body;
    }

    private static Picture Unpack(PngHeader header, byte[] palette, Stream compressed)
    {
        var pixels = new byte[header.Width * header.Height * 3];
        try
        {
            using var data = new ZLibStream(compressed, CompressionMode.Decompress);
            foreach (PngPass pass in header.Passes())
                Pass(header, palette, pass, data, pixels);
        }
        catch (EndOfStreamException e)
        {
            throw new InvalidDataException("its pixels are cut short", e);
        }
        return new Picture(header.Width, header.Height, 3, pixels);
    }

    private static void Pass(PngHeader header, byte[] palette, PngPass pass, ZLibStream data, byte[] pixels)
    {
        int rowBytes = header.BytesOf(pass.Width), pixelBytes = header.BytesOf(1);
        byte[] above = new byte[rowBytes], row = new byte[rowBytes];
        for (int y = 0; y < pass.Height; y++)
        {
            int filter = data.ReadByte();
            data.ReadExactly(row);
            PngFilter.Undo(filter, row, above, pixelBytes);
            for (int x = 0; x < pass.Width; x++)
            {
                int target = (((pass.Top + (y * pass.RowStep)) * header.Width) + pass.Left + (x * pass.ColumnStep)) * 3;
                header.Colour(row, x, palette, pixels.AsSpan(target, 3));
            }
            (above, row) = (row, above);
        }
    }
}
