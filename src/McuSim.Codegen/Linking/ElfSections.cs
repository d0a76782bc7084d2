using System.Buffers.Binary;
using System.Text;

namespace McuSim.Codegen;

/// <summary>The sizes of the sections of a 32-bit little-endian ELF file that the linker wrote (ELF specification 1.2, chapter 1).</summary>
internal static class ElfSections
{
    private const int SectionHeaderBytes = 40;

    /// <summary>Bytes by section name.</summary>
    public static IReadOnlyDictionary<string, long> Sizes(string path)
    {
        ReadOnlySpan<byte> elf = File.ReadAllBytes(path);
        int table = Int32(elf, 32), count = BinaryPrimitives.ReadUInt16LittleEndian(elf[48..]), names = BinaryPrimitives.ReadUInt16LittleEndian(elf[50..]);
        int nameTable = Int32(elf, table + (names * SectionHeaderBytes) + 16);
        var sizes = new Dictionary<string, long>(StringComparer.Ordinal);
        for (int i = 0; i < count; i++)
        {
            int header = table + (i * SectionHeaderBytes);
            ReadOnlySpan<byte> name = elf[(nameTable + Int32(elf, header))..];
            sizes[Encoding.ASCII.GetString(name[..name.IndexOf((byte)0)])] = (uint)Int32(elf, header + 20);
        }

        return sizes;
    }

    private static int Int32(ReadOnlySpan<byte> elf, int offset) => BinaryPrimitives.ReadInt32LittleEndian(elf[offset..]);
}
