using System.Collections.Immutable;
using McuSim.Common;

namespace McuSim.Machine;

/// <summary>Reads 32-bit little-endian Arm executables (System V ABI, "ELF-32 Object File Format"; ELF for the Arm Architecture, IHI 0044).</summary>
public static class ElfReader
{
    /// <summary>Reads an executable.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="McuSimException">The file cannot be read, is not such an executable, or contradicts itself (exit code 2).</exception>
    public static FirmwareImage Read(string path) => Parse(path, ImageFile.Read(path));

    /// <summary>Reads an executable that is in memory.</summary>
    /// <param name="path">What error messages call it.</param>
    /// <param name="bytes">The whole file; the image keeps a reference to it.</param>
    /// <exception cref="McuSimException">As for <see cref="Read"/>.</exception>
    public static FirmwareImage Parse(string path, ReadOnlyMemory<byte> bytes)
    {
        var file = new ElfFile(path, bytes);
        ElfHeader header = ElfHeader.Read(file);
        ImmutableArray<ElfSection> sections = ElfSections.Read(file, header);
        return new FirmwareImage(
            path,
            ElfSegments.Read(file, header),
            ElfSymbols.Read(file, sections),
            header.EntryPoint & ~1u,
            [.. from s in sections
                where s.IsAllocated && s.Size > 0
                orderby s.Address, s.Name
                select new Section(s.Name, s.Address, s.Size, s.IsWritable, s.IsExecutable, s.HasBits)]);
    }
}
