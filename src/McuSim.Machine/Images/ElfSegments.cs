using System.Collections.Immutable;

namespace McuSim.Machine;

/// <summary>Reads the segments to load (Elf32_Phdr).</summary>
internal static class ElfSegments
{
    private const int EntrySize = 32;
    private const int MostSegments = 1024;
    private const uint TypeLoad = 1;
    private const ulong AddressSpace = 1ul << 32;

    internal static ImmutableArray<Segment> Read(ElfFile file, ElfHeader header)
    {
        if (header.SegmentCount == 0)
            throw file.Bad("it has no segments to load");
        if (header.SegmentEntrySize < EntrySize || header.SegmentCount > MostSegments)
            throw file.Bad("its segment table is damaged");
        ReadOnlySpan<byte> table = file.Slice(header.SegmentTable, (uint)(header.SegmentCount * header.SegmentEntrySize), "segment table").Span;
        List<Segment> segments = [];
        for (int i = 0; i < header.SegmentCount; i++)
        {
            ReadOnlySpan<byte> entry = table.Slice(i * header.SegmentEntrySize, EntrySize);
            uint fileSize = ElfFile.Word(entry, 16), memorySize = ElfFile.Word(entry, 20);
            if (ElfFile.Word(entry, 0) != TypeLoad || memorySize == 0)
                continue;
            var segment = new Segment(
                ElfFile.Word(entry, 8), ElfFile.Word(entry, 12), fileSize == 0 ? default : file.Slice(ElfFile.Word(entry, 4), fileSize, $"segment {i}"), memorySize);
            if (fileSize > memorySize || (ulong)segment.Address + memorySize > AddressSpace || (ulong)segment.LoadAddress + fileSize > AddressSpace)
                throw file.Bad($"segment {i} does not fit its memory size or the address space");
            segments.Add(segment);
        }

        if (segments.Count == 0)
            throw file.Bad("it has no segments to load");
        return [.. segments.OrderBy(s => s.Address).ThenBy(s => s.LoadAddress)];
    }
}
