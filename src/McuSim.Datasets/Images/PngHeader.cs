using System.Buffers.Binary;

namespace McuSim.Datasets.Images;

/// <summary>The pixels that one pass of an interlaced PNG file fills; a file that is not interlaced has one pass over all.</summary>
internal readonly record struct PngPass(int Left, int Top, int ColumnStep, int RowStep, int Width, int Height);

/// <summary>The IHDR chunk of a PNG file, checked (ISO/IEC 15948:2004, 11.2.2).</summary>
internal readonly record struct PngHeader(int Width, int Height, int Depth, int ColourType, bool Interlaced)
{
    private const int Grey = 0, Rgb = 2, Palette = 3, GreyAlpha = 4, RgbAlpha = 6;

    /// <summary>The seven passes of Adam7 (8.2): first column and row, and steps.</summary>
    private static readonly (int Left, int Top, int ColumnStep, int RowStep)[] Adam7 =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    private int Channels => ColourType switch { Rgb => 3, GreyAlpha => 2, RgbAlpha => 4, _ => 1 };

    public static PngHeader Parse(ReadOnlySpan<byte> chunk)
    {
        if (chunk.Length != 13)
            throw new InvalidDataException("its header is malformed");
        Picture.CheckSize(BinaryPrimitives.ReadUInt32BigEndian(chunk), BinaryPrimitives.ReadUInt32BigEndian(chunk[4..]));
        int depth = chunk[8], type = chunk[9];
        bool known = type switch
        {
            Grey => depth is 1 or 2 or 4 or 8 or 16,
            Palette => depth is 1 or 2 or 4 or 8,
            Rgb or GreyAlpha or RgbAlpha => depth is 8 or 16,
            _ => false,
        };
        if (!known || chunk[10] != 0 || chunk[11] != 0 || chunk[12] > 1)
            throw new InvalidDataException($"its header claims colour type {type} of {depth} bits, or a method that does not exist");
        return new PngHeader(BinaryPrimitives.ReadInt32BigEndian(chunk), BinaryPrimitives.ReadInt32BigEndian(chunk[4..]), depth, type, chunk[12] == 1);
    }

    /// <summary>The bytes that a number of pixels take.</summary>
    public int BytesOf(int pixels) => (int)((((long)pixels * Channels * Depth) + 7) / 8);

    public IEnumerable<PngPass> Passes()
    {
        (int, int, int, int)[] passes = Interlaced ? Adam7 : [(0, 0, 1, 1)];
        foreach ((int left, int top, int columnStep, int rowStep) in passes)
        {
            int width = (Width - left + columnStep - 1) / columnStep, height = (Height - top + rowStep - 1) / rowStep;
            if (width > 0 && height > 0)
                yield return new PngPass(left, top, columnStep, rowStep, width, height);
        }
    }

    /// <summary>Pixel <paramref name="x"/> of a row as red, green and blue.</summary>
    public void Colour(ReadOnlySpan<byte> row, int x, ReadOnlySpan<byte> palette, Span<byte> colour)
    {
        if (ColourType == Palette)
        {
            int entry = 3 * Value(row, x);
            if (entry + 3 > palette.Length)
                throw new InvalidDataException("a pixel is outside its palette");
            palette.Slice(entry, 3).CopyTo(colour);
        }
        else if (Channels < 3)
        {
            colour.Fill((byte)(Depth < 8 ? Value(row, x) * 255 / ((1 << Depth) - 1) : Value(row, x * Channels)));
        }
        else
        {
            for (int c = 0; c < 3; c++)
                colour[c] = (byte)Value(row, (x * Channels) + c);
        }
    }

    /// <summary>The sample at a place of a row; of 16 bits the upper 8.</summary>
    private int Value(ReadOnlySpan<byte> row, int index) => Depth switch
    {
        16 => row[2 * index],
        8 => row[index],
        _ => (row[index * Depth / 8] >> (8 - Depth - (index * Depth % 8))) & ((1 << Depth) - 1),
    };
}
