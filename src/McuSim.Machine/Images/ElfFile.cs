using System.Buffers.Binary;
using System.Text;
using McuSim.Common;

namespace McuSim.Machine;

/// <summary>Bounds-checked access to the bytes of an ELF file.</summary>
internal sealed class ElfFile(string path, ReadOnlyMemory<byte> bytes)
{
    private const int LongestName = 4096;

    /// <summary>The file's name, for messages.</summary>
    internal string Path { get; } = path;

    /// <summary>Bytes of the file.</summary>
    internal int Length => bytes.Length;

    /// <summary>A part of the file.</summary>
    internal ReadOnlyMemory<byte> Slice(uint offset, uint length, string what) =>
        (ulong)offset + length <= (ulong)bytes.Length
            ? bytes.Slice((int)offset, (int)length)
            : throw Bad($"its {what} (offset 0x{offset:X}, {length} bytes) lies outside the file: the file is cut short or damaged");

    /// <summary>A string that ends with a zero byte, inside a string table.</summary>
    internal static string? Name(ReadOnlySpan<byte> table, uint offset)
    {
        if (offset >= table.Length)
            return null;
        ReadOnlySpan<byte> rest = table[(int)offset..];
        rest = rest[..Math.Min(rest.Length, LongestName)];
        int end = rest.IndexOf((byte)0);
        return end < 0 ? null : Encoding.UTF8.GetString(rest[..end]);
    }

    internal static ushort Half(ReadOnlySpan<byte> entry, int offset) => BinaryPrimitives.ReadUInt16LittleEndian(entry[offset..]);

    internal static uint Word(ReadOnlySpan<byte> entry, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(entry[offset..]);

    /// <summary>The error for a file that is wrong.</summary>
    internal McuSimException Bad(string problem) => McuSimException.BadInput($"{Path} is not a usable firmware image: {problem}.");
}
