using System.Buffers.Binary;
using System.Collections.Immutable;
using McuSim.Common;
using McuSim.Datasets.Images;

namespace McuSim.Datasets.Tensors;

/// <summary>
/// Reads one input from NumPy's array files (numpy.lib.format, versions 1 to 3). Elements of the input's own type are taken as they are; real numbers are
/// quantised; unsigned bytes for an image network are pixels.
/// </summary>
internal sealed class NpyTensor(InputFormat input, ImageInput images, Quantiser quantiser)
{
    /// <summary>Reads a file, or a row of one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="row">The index along its first dimension; null for all of it.</param>
    /// <param name="destination">The input's bytes.</param>
    /// <exception cref="BrokenInputException">It is no such file.</exception>
    /// <exception cref="McuSimException">It holds another number or another kind of elements than the input takes.</exception>
    public void ReadInto(string path, int? row, Span<byte> destination)
    {
        (string type, byte[] data) = Read(path, row, destination.Length / input.ElementBytes);
        int size = type[^1] - '0';
        long count = data.Length / size;
        switch (type, input.Type)
        {
            case ("|i1", InputType.Int8) or ("|u1", InputType.UInt8) or ("<f4", InputType.Float32):
                data.CopyTo(destination);
                break;
            case ("|u1", _) when input.Shape is [1, _, _, 1 or 3]:
                images.Convert(data, input.Shape[3], destination);
                break;
            case ("<f4" or "<f8", _):
                for (int i = 0; i < count; i++)
                    quantiser.Write(size == 4 ? BinaryPrimitives.ReadSingleLittleEndian(data.AsSpan(4 * i)) : BinaryPrimitives.ReadDoubleLittleEndian(data.AsSpan(8 * i)), i, destination);
                break;
            default:
                throw McuSimException.BadInput($"{path} holds elements of type {type}, which do not become {input.Type} elements; save them as int8, float32, or uint8 pixels.");
        }
    }

    /// <summary>How many elements a file, or a row of it, has.</summary>
    public static long CountOf(string path, bool row)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            return NpyHeader.Read(path, file).Shape.Skip(row ? 1 : 0).Aggregate(1L, (product, n) => product * n);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw FileBytes.Unreadable(path, e);
        }
    }

    private (string Type, byte[] Elements) Read(string path, int? row, long expected)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            (string type, ImmutableArray<int> shape, int start) = NpyHeader.Read(path, file);
            long count = shape.Skip(row is null ? 0 : 1).Aggregate(1L, (product, n) => product * n);
            int size = type[^1] - '0';
            if (count != expected)
                throw McuSimException.BadInput($"{path} holds {count} elements{(row is null ? "" : " in a row")}, but the input {input.ShapeText} takes {input.Elements}.");
            long rows = row is null ? 1 : shape[0];
            if (file.Length - start != rows * count * size)
                throw new BrokenInputException($"{path} has {file.Length - start} bytes of elements instead of {rows * count * size}.");
            var elements = new byte[count * size];
            file.Position = start + ((row ?? 0) * count * size);
            file.ReadExactly(elements);
            return (type, elements);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw FileBytes.Unreadable(path, e);
        }
    }
}
