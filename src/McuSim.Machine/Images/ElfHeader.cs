namespace McuSim.Machine;

/// <summary>The ELF header (Elf32_Ehdr): where the tables of segments and sections are.</summary>
internal sealed record ElfHeader(
    uint EntryPoint, uint SegmentTable, int SegmentEntrySize, int SegmentCount, uint SectionTable, int SectionEntrySize, int SectionCount, int NameTableIndex)
{
    private const int HeaderSize = 52;
    private const int TypeExecutable = 2;
    private const int MachineArm = 40;

    internal static ElfHeader Read(ElfFile file)
    {
        if (file.Length < HeaderSize)
            throw file.Bad("it is too short for an ELF header");
        ReadOnlySpan<byte> h = file.Slice(0, HeaderSize, "header").Span;
        if (!h.StartsWith("\x7F"u8) || !h[1..].StartsWith("ELF"u8))
            throw file.Bad("it does not begin like an ELF file");
        if (h[4] != 1 || h[5] != 1)
            throw file.Bad("it is not a 32-bit little-endian ELF file");
        if (ElfFile.Half(h, 18) != MachineArm)
            throw file.Bad($"it is for machine {ElfFile.Half(h, 18)}, not for Arm ({MachineArm}); build it for the board's Cortex-M core");
        if (ElfFile.Half(h, 16) != TypeExecutable)
            throw file.Bad("it is not a linked executable; give the linker's output, not an object or library");
        return new ElfHeader(
            EntryPoint: ElfFile.Word(h, 24),
            SegmentTable: ElfFile.Word(h, 28),
            SegmentEntrySize: ElfFile.Half(h, 42),
            SegmentCount: ElfFile.Half(h, 44),
            SectionTable: ElfFile.Word(h, 32),
            SectionEntrySize: ElfFile.Half(h, 46),
            SectionCount: ElfFile.Half(h, 48),
            NameTableIndex: ElfFile.Half(h, 50));
    }
}
