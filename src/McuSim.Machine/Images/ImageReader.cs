using System.Collections.Immutable;
using System.Globalization;
using McuSim.Common;

namespace McuSim.Machine;

/// <summary>Reads a firmware image in any of the formats that build tools write: ELF, Intel HEX, S-records, UF2, DfuSe, or the bare bytes of the flash.</summary>
public static class ImageReader
{
    /// <summary>Reads an image. ELF is recognised by its first bytes, Intel HEX and S-records by the name's ending or the first characters, UF2 and DfuSe by their first bytes; everything else is raw bytes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="at">Where the bytes of a raw image go, usually the start of the board's code region; the other formats name their addresses themselves.</param>
    /// <exception cref="McuSimException">The file cannot be read or is damaged, or is raw and <paramref name="at"/> is null (exit code 2).</exception>
    public static FirmwareImage Read(string path, uint? at) => Parse(path, ImageFile.Read(path), at);

    /// <summary>Reads an image that is in memory.</summary>
    /// <param name="path">What error messages call it; its ending counts as for <see cref="Read"/>.</param>
    /// <param name="bytes">The whole file; the image may keep a reference to it.</param>
    /// <param name="at">As for <see cref="Read"/>.</param>
    /// <exception cref="McuSimException">As for <see cref="Read"/>.</exception>
    public static FirmwareImage Parse(string path, ReadOnlyMemory<byte> bytes, uint? at)
    {
        if (bytes.Span.StartsWith("\u007fELF"u8))
            return ElfReader.Parse(path, bytes);
        string ending = Path.GetExtension(path).ToLowerInvariant();
        // No vector table begins with ':' (0x3A): a stack pointer is a multiple of four.
        if (ending is ".hex" or ".ihex" || bytes.Span.StartsWith(":"u8))
            return IntelHexReader.Parse(path, bytes.Span);
        if (ending == ".uf2" || Uf2Reader.IsUf2(bytes.Span))
            return Uf2Reader.Parse(path, bytes.Span);
        if (DfuReader.IsDfu(bytes.Span))
            return DfuReader.Parse(path, bytes);
        if (ending is ".srec" or ".s19" or ".s28" or ".s37" or ".mot" || SRecordReader.IsSRecord(bytes.Span))
            return SRecordReader.Parse(path, bytes.Span);
        if (ending is ".elf" or ".axf" or ".out")
            return ElfReader.Parse(path, bytes); // says what is wrong with it
        return Raw(path, bytes, at);
    }

    private static FirmwareImage Raw(string path, ReadOnlyMemory<byte> bytes, uint? at)
    {
        if (bytes.Length < 8)
            throw McuSimException.BadInput(string.Create(CultureInfo.InvariantCulture,
                $"{path} has {bytes.Length} bytes: a raw firmware image begins with a vector table of at least 8."));
        if (at is not { } address)
            throw McuSimException.BadInput($"{path} is neither ELF, Intel HEX, S-records, UF2 nor DfuSe; a raw image needs the address where its bytes go (--at ADDRESS).");
        if (address + (ulong)bytes.Length > 1ul << 32)
            throw McuSimException.BadInput(string.Create(CultureInfo.InvariantCulture,
                $"{path} does not fit at 0x{address:X8}: its {bytes.Length} bytes reach past the end of the address space."));
        ImmutableArray<Segment> segments = [new Segment(address, address, bytes, (uint)bytes.Length)];
        return new FirmwareImage(path, segments, [], 0, []);
    }
}
