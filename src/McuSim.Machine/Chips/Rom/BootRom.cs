using McuSim.Machine.Memory;

namespace McuSim.Machine.Chips;

/// <summary>What programs call in a chip's boot ROM, in our own code: embedded Intel HEX files, made from the sources in <c>firmware/</c>.</summary>
internal static class BootRom
{
    private const byte Erased = 0xFF;

    /// <summary>The bytes of a boot ROM.</summary>
    internal static FirmwareImage Read(string name)
    {
        using Stream stream = typeof(BootRom).Assembly.GetManifestResourceStream(name + ".hex")!;
        using var text = new MemoryStream();
        stream.CopyTo(text);
        return IntelHexReader.Parse(name + ".hex", text.ToArray());
    }

    /// <summary>Puts a boot ROM into the board's memory, unless the image brought its own.</summary>
    internal static void Write(string name, MemoryMap memory)
    {
        foreach (Segment segment in Read(name).Segments)
        {
            if (memory.Find(segment.LoadAddress, segment.Data.Length) is not { } region)
                continue;
            Span<byte> rom = region.Span(segment.LoadAddress, segment.Data.Length);
            if (rom[0] == Erased)
                segment.Data.Span.CopyTo(rom);
        }
    }
}
