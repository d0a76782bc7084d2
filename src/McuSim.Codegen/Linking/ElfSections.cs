using System.Buffers.Binary;
using System.Text;

namespace McuSim.Codegen;

/// <summary>A section that takes memory.</summary>
/// <param name="Name">Such as <c>.text</c>.</param>
/// <param name="Address">Where it is at run time.</param>
/// <param name="Bytes">Size.</param>
/// <param name="HasContent">Whether its bytes are in the file, and so in flash.</param>
internal sealed record ElfSection(string Name, uint Address, long Bytes, bool HasContent);

/// <summary>The sections of a 32-bit little-endian ELF file that the linker wrote (ELF specification 1.2, chapter 1).</summary>
internal static class ElfSections
{
    private const int SectionHeaderBytes = 40;
    private const int TypeNoBits = 8;
    private const int FlagAllocate = 2;

    /// <summary>The sections that take memory, in the file's order.</summary>
    public static IReadOnlyList<ElfSection> Read(string path)
    {
        ReadOnlySpan<byte> elf = File.ReadAllBytes(path);
        int table = Int32(elf, 32), count = BinaryPrimitives.ReadUInt16LittleEndian(elf[48..]), names = BinaryPrimitives.ReadUInt16LittleEndian(elf[50..]);
        int nameTable = Int32(elf, table + (names * SectionHeaderBytes) + 16);
        var sections = new List<ElfSection>();
        for (int i = 0; i < count; i++)
        {
            int header = table + (i * SectionHeaderBytes);
            if ((Int32(elf, header + 8) & FlagAllocate) == 0) continue;
            ReadOnlySpan<byte> name = elf[(nameTable + Int32(elf, header))..];
            sections.Add(new(
                Encoding.ASCII.GetString(name[..name.IndexOf((byte)0)]), (uint)Int32(elf, header + 12), (uint)Int32(elf, header + 20),
                Int32(elf, header + 4) != TypeNoBits));
        }

        return sections;
    }

    private static int Int32(ReadOnlySpan<byte> elf, int offset) => BinaryPrimitives.ReadInt32LittleEndian(elf[offset..]);
}
