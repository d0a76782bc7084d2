using System.Buffers.Binary;
using System.Collections.Immutable;
using McuSim.Common;

namespace McuSim.Datasets.Tensors;

/// <summary>An array of NumPy as rows of real numbers: the first dimension counts them. It stays on the disk and is read row by row.</summary>
public sealed class NpyRows
{
    private readonly string type;
    private readonly int start, size;
    private readonly FileStream file;
    private readonly byte[] row;

    private NpyRows(string path, FileStream file, string type, int count, int rowLength, int start)
    {
        Path = path;
        this.file = file;
        this.type = type;
        Count = count;
        RowLength = rowLength;
        this.start = start;
        size = type[^1] - '0';
        row = new byte[rowLength * size];
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Number of rows.</summary>
    public int Count { get; }

    /// <summary>Numbers in a row: the product of all dimensions but the first.</summary>
    public int RowLength { get; }

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file, with elements of type int8, uint8, int16, int32, int64, float32 or float64.</param>
    /// <exception cref="McuSimException">It cannot be read, or is no sound array (exit code 2).</exception>
    public static NpyRows Open(string path)
    {
        FileStream? file = null;
        try
        {
            file = File.OpenRead(path);
            (string type, ImmutableArray<int> shape, int start) = NpyHeader.Read(path, file);
            int rowLength = shape.Skip(1).Aggregate(1, (product, n) => product * n);
            if (shape.IsEmpty || file.Length - start != (long)shape[0] * rowLength * (type[^1] - '0'))
                throw new BrokenInputException($"{path} does not hold as many elements as its first line says, or has no dimensions.");
            return new NpyRows(path, file, type, shape[0], rowLength, start);
        }
        catch (Exception e)
        {
            file?.Dispose();
            if (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
                throw FileBytes.Unreadable(path, e);
            throw;
        }
    }

    /// <summary>Reads a row.</summary>
    /// <param name="index">From 0.</param>
    /// <param name="values">Exactly <see cref="RowLength"/> long.</param>
    /// <exception cref="McuSimException">The file cannot be read.</exception>
    public void Read(int index, Span<float> values)
    {
        try
        {
            file.Position = start + ((long)index * row.Length);
            file.ReadExactly(row);
        }
        catch (IOException e)
        {
            throw FileBytes.Unreadable(Path, e);
        }

        for (int i = 0; i < values.Length; i++)
        {
            values[i] = type switch
            {
                "|i1" => (sbyte)row[i],
                "|u1" => row[i],
                "<i2" => BinaryPrimitives.ReadInt16LittleEndian(row.AsSpan(2 * i)),
                "<i4" => BinaryPrimitives.ReadInt32LittleEndian(row.AsSpan(4 * i)),
                "<i8" => BinaryPrimitives.ReadInt64LittleEndian(row.AsSpan(8 * i)),
                "<f4" => BinaryPrimitives.ReadSingleLittleEndian(row.AsSpan(4 * i)),
                _ => (float)BinaryPrimitives.ReadDoubleLittleEndian(row.AsSpan(8 * i)),
            };
        }
    }
}
