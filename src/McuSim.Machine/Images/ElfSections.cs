using System.Collections.Immutable;

namespace McuSim.Machine;

/// <summary>A section header (Elf32_Shdr).</summary>
internal sealed record ElfSection(string Name, uint Type, uint Flags, uint Address, uint Offset, uint Size, uint Link, uint EntrySize)
{
    private const uint TypeNoBits = 8;

    internal bool IsAllocated => (Flags & 2) != 0;

    internal bool IsWritable => (Flags & 1) != 0;

    internal bool IsExecutable => (Flags & 4) != 0;

    internal bool HasBits => Type != TypeNoBits;
}

/// <summary>Reads the section table; a stripped image has none.</summary>
internal static class ElfSections
{
    private const int EntrySize = 40;

    internal static ImmutableArray<ElfSection> Read(ElfFile file, ElfHeader header)
    {
        if (header.SectionCount == 0)
            return [];
        if (header.SectionEntrySize < EntrySize)
            throw file.Bad("its section table is damaged");
        ReadOnlyMemory<byte> table = file.Slice(header.SectionTable, (uint)(header.SectionCount * header.SectionEntrySize), "section table");
        ReadOnlySpan<byte> names = default;
        if (header.NameTableIndex != 0 && header.NameTableIndex < header.SectionCount)
        {
            ReadOnlySpan<byte> entry = table.Span.Slice(header.NameTableIndex * header.SectionEntrySize, EntrySize);
            names = file.Slice(ElfFile.Word(entry, 16), ElfFile.Word(entry, 20), "table of section names").Span;
        }

        var sections = ImmutableArray.CreateBuilder<ElfSection>(header.SectionCount);
        for (int i = 0; i < header.SectionCount; i++)
        {
            ReadOnlySpan<byte> e = table.Span.Slice(i * header.SectionEntrySize, EntrySize);
            sections.Add(new ElfSection(
                ElfFile.Name(names, ElfFile.Word(e, 0)) ?? "",
                Type: ElfFile.Word(e, 4),
                Flags: ElfFile.Word(e, 8),
                Address: ElfFile.Word(e, 12),
                Offset: ElfFile.Word(e, 16),
                Size: ElfFile.Word(e, 20),
                Link: ElfFile.Word(e, 24),
                EntrySize: ElfFile.Word(e, 36)));
        }

        return sections.MoveToImmutable();
    }
}
