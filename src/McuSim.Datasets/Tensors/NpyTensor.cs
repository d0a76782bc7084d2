using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using McuSim.Common;
using McuSim.Datasets.Images;

namespace McuSim.Datasets.Tensors;

/// <summary>
/// Reads one input from NumPy's array files (numpy.lib.format, versions 1 to 3). Elements of the input's own type are taken as they are; real numbers are
/// quantised; unsigned bytes for an image network are pixels.
/// </summary>
internal sealed partial class NpyTensor(InputFormat input, ImageInput images, Quantiser quantiser)
{
    private const int MaxFileBytes = 1 << 30, PreambleBytes = 10;

    /// <summary>Reads a file.</summary>
    /// <exception cref="BrokenInputException">It is no such file.</exception>
    /// <exception cref="McuSimException">It holds another number or another kind of elements than the input takes.</exception>
    public void ReadInto(string path, Span<byte> destination)
    {
        byte[] file = FileBytes.Read(path, MaxFileBytes);
        (string type, long count, int start) = Header(path, file);
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

    private static (string Type, long Count, int Start) Header(string path, byte[] file)
    {
        McuSimException Bad() => new BrokenInputException($"{path} is not a sound NumPy array file of |i1, |u1, <f4 or <f8 elements in C order.");
        if (file.Length < PreambleBytes + 2 || file[0] != 0x93 || !file.AsSpan(1).StartsWith("NUMPY"u8))
            throw Bad();
        bool wide = file[6] > 1;
        long length = wide ? BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(8)) : BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(8));
        int first = wide ? PreambleBytes + 2 : PreambleBytes;
        if (file[6] is < 1 or > 3 || length > file.Length - first)
            throw Bad();
        Match match = Dictionary().Match(Encoding.UTF8.GetString(file, first, (int)length));
        if (!match.Success)
            throw Bad();
        long count = 1;
        foreach (string dimension in match.Groups["shape"].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            count = long.TryParse(dimension, NumberStyles.None, CultureInfo.InvariantCulture, out long n) && n is > 0 and < int.MaxValue && count < int.MaxValue ? count * n : throw Bad();
        return (match.Groups["type"].Value, count, first + (int)length);
    }

    [GeneratedRegex(@"^\{\s*'descr':\s*'(?<type>\|i1|\|u1|<f4|<f8)',\s*'fortran_order':\s*False,\s*'shape':\s*\((?<shape>[\d,\s]*)\),?\s*\}\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Dictionary();
}
