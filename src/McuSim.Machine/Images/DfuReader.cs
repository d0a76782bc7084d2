using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using McuSim.Common;

namespace McuSim.Machine;

/// <summary>Reads DfuSe files (.dfu): images of elements with their addresses, and a suffix that is not needed here. Source: ST UM0391, DfuSe file format specification.</summary>
internal static class DfuReader
{
    private const int Prefix = 11, TargetPrefix = 274, ElementPrefix = 8;

    internal static bool IsDfu(ReadOnlySpan<byte> bytes) => bytes.StartsWith("DfuSe"u8);

    internal static FirmwareImage Parse(string path, ReadOnlyMemory<byte> file)
    {
        var segments = ImmutableArray.CreateBuilder<Segment>();
        int at = Prefix;
        for (int target = 0; target < Byte(path, file, 10); target++)
        {
            if (!Take(path, file, at, TargetPrefix).Span.StartsWith("Target"u8))
                throw Bad(path, $"has no image at byte {at}");
            uint elements = Word(path, file, at + 270);
            at += TargetPrefix;
            for (uint element = 0; element < elements; element++)
            {
                uint address = Word(path, file, at), size = Word(path, file, at + 4);
                if (address + (ulong)size > 1ul << 32)
                    throw Bad(path, $"has {size} bytes for 0x{address:X8}, which reach past the end of the address space");
                if (size > 0) segments.Add(new Segment(address, address, Take(path, file, at + ElementPrefix, size), size));
                at += ElementPrefix + (int)size;
            }
        }

        return segments.Count > 0 ? new FirmwareImage(path, segments.ToImmutable(), [], 0, []) : throw McuSimException.BadInput($"{path} stores no bytes: it is no firmware image.");
    }

    private static ReadOnlyMemory<byte> Take(string path, ReadOnlyMemory<byte> file, int at, uint size) =>
        (ulong)at + size <= (ulong)file.Length ? file.Slice(at, (int)size) : throw Bad(path, $"ends after {file.Length} bytes: it is cut short");

    private static byte Byte(string path, ReadOnlyMemory<byte> file, int at) => Take(path, file, at, 1).Span[0];

    private static uint Word(string path, ReadOnlyMemory<byte> file, int at) => BinaryPrimitives.ReadUInt32LittleEndian(Take(path, file, at, 4).Span);

    private static McuSimException Bad(string path, FormattableString problem) =>
        McuSimException.BadInput($"{path} is not a usable DfuSe file: it {problem.ToString(CultureInfo.InvariantCulture)}.");
}
