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
    private const int MaxFileBytes = 1 << 30;

    /// <summary>Reads a file.</summary>
    /// <exception cref="BrokenInputException">It is no such file.</exception>
    /// <exception cref="McuSimException">It holds another number or another kind of elements than the input takes.</exception>
    public void ReadInto(string path, Span<byte> destination)
    {
        byte[] file = FileBytes.Read(path, MaxFileBytes);
        (string type, ImmutableArray<int> shape, int start) = NpyHeader.Read(path, new MemoryStream(file, writable: false));
        long count = shape.Aggregate(1L, (product, n) => product * n);
        if (count != input.Elements)
            throw McuSimException.BadInput($"{path} holds {count} elements, but the input {input.ShapeText} takes {input.Elements}.");
        ReadOnlySpan<byte> data = file.AsSpan(start);
        int size = type[^1] - '0';
        if (data.Length != count * size)
            throw new BrokenInputException($"{path} has {data.Length} bytes of elements instead of {count * size}.");
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
                    quantiser.Write(size == 4 ? BinaryPrimitives.ReadSingleLittleEndian(data[(4 * i)..]) : BinaryPrimitives.ReadDoubleLittleEndian(data[(8 * i)..]), i, destination);
                break;
            default:
                throw McuSimException.BadInput($"{path} holds elements of type {type}, which do not become {input.Type} elements; save them as int8, float32, or uint8 pixels.");
        }
    }
}
