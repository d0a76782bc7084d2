using System.Text;

namespace McuSim.Tests.Machine;

/// <summary>Writes small ELF files by hand, so that the reader is not tested against its own idea of the format alone.</summary>
internal static class ElfBuilder
{
    internal const int HeaderSize = 52, SegmentEntry = 32, SectionEntry = 40, SymbolEntry = 16;

    /// <summary>A symbol as the file holds it.</summary>
    internal sealed record Entry(string Name, uint Value, uint Size, int Type, int Binding = 1, ushort Section = 1);

    /// <summary>One code segment at 0x08000000, one data segment stored behind it, and symbols.</summary>
    internal static byte[] Build(byte[] text, byte[] data, params Entry[] symbols)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        string[] sectionNames = ["", ".text", ".data", ".bss", ".symtab", ".strtab", ".shstrtab"];
        byte[] names = Table(sectionNames, out uint[] nameOffsets);
        byte[] strings = Table(["", .. symbols.Select(s => s.Name)], out uint[] symbolNames);
        uint textAt = HeaderSize + (2 * SegmentEntry), dataAt = textAt + (uint)text.Length, symbolsAt = dataAt + (uint)data.Length;
        uint symbolsSize = (uint)(SymbolEntry * (symbols.Length + 1)), stringsAt = symbolsAt + symbolsSize;
        uint namesAt = stringsAt + (uint)strings.Length, sectionsAt = namesAt + (uint)names.Length;

        writer.Write([0x7F, (byte)'E', (byte)'L', (byte)'F', 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        Write(writer, (ushort)2, (ushort)40, 1u, 0x0800_0101u, (uint)HeaderSize, sectionsAt, 0x0500_0400u);
        Write(writer, (ushort)HeaderSize, (ushort)SegmentEntry, (ushort)2, (ushort)SectionEntry, (ushort)sectionNames.Length, (ushort)6);
        Write(writer, 1u, textAt, 0x0800_0000u, 0x0800_0000u, (uint)text.Length, (uint)text.Length, 5u, 4u);
        Write(writer, 1u, dataAt, 0x2000_0000u, 0x0800_0000u + (uint)text.Length, (uint)data.Length, (uint)data.Length + 0x100, 6u, 4u);
        writer.Write(text);
        writer.Write(data);
        writer.Write(new byte[SymbolEntry]);
        foreach ((Entry s, int i) in symbols.Select((s, i) => (s, i)))
            Write(writer, symbolNames[i + 1], s.Value, s.Size, (byte)((s.Binding << 4) | s.Type), (byte)0, s.Section);
        writer.Write(strings);
        writer.Write(names);
        writer.Write(new byte[SectionEntry]);
        Write(writer, nameOffsets[1], 1u, 6u, 0x0800_0000u, textAt, (uint)text.Length, 0u, 0u, 4u, 0u);
        Write(writer, nameOffsets[2], 1u, 3u, 0x2000_0000u, dataAt, (uint)data.Length, 0u, 0u, 4u, 0u);
        Write(writer, nameOffsets[3], 8u, 3u, 0x2000_0000u + (uint)data.Length, 0u, 0x100u, 0u, 0u, 4u, 0u);
        Write(writer, nameOffsets[4], 2u, 0u, 0u, symbolsAt, symbolsSize, 5u, 1u, 4u, (uint)SymbolEntry);
        Write(writer, nameOffsets[5], 3u, 0u, 0u, stringsAt, (uint)strings.Length, 0u, 0u, 1u, 0u);
        Write(writer, nameOffsets[6], 3u, 0u, 0u, namesAt, (uint)names.Length, 0u, 0u, 1u, 0u);
        return stream.ToArray();
    }

    /// <summary>Small but complete, for tests that damage it.</summary>
    internal static byte[] Sample()
    {
        byte[] text = new byte[0x200];
        BitConverter.TryWriteBytes(text, 0x2000_8000u);
        BitConverter.TryWriteBytes(text.AsSpan(4), 0x0800_0101u);
        for (int i = 0x100; i < text.Length; i += 2)
            BitConverter.TryWriteBytes(text.AsSpan(i), (ushort)0x3001); // adds r0, #1
        BitConverter.TryWriteBytes(text.AsSpan(0x1FE), (ushort)0xE77F); // b 0x100
        return Build(
            text, [1, 2, 3, 4],
            new Entry("$t", 0x0800_0100, 0, 0, Binding: 0),
            new Entry("file.c", 0, 0, 4, Binding: 0, Section: 0xFFF1),
            new Entry("helper", 0x0800_0141, 0x10, 2, Binding: 0),
            new Entry("weak_alias", 0x0800_0101, 0x40, 2, Binding: 2),
            new Entry("main", 0x0800_0101, 0x40, 2),
            new Entry("label", 0x0800_0160, 0, 0),
            new Entry("table", 0x2000_0000, 4, 1, Section: 2),
            new Entry("arena", 0x2000_0004, 0x80, 1, Section: 3),
            new Entry("input", 0x2000_0004, 0x10, 1, Section: 3),
            new Entry("inner", 0x2000_0024, 0x10, 1, Section: 3),
            new Entry("__stack_limit", 0x2000_4000, 0, 0, Section: 0xFFF1),
            new Entry("undefined", 0, 0, 2, Section: 0));
    }

    private static byte[] Table(string[] names, out uint[] offsets)
    {
        using var stream = new MemoryStream();
        offsets = new uint[names.Length];
        for (int i = 0; i < names.Length; i++)
        {
            offsets[i] = (uint)stream.Position;
            stream.Write(Encoding.UTF8.GetBytes(names[i] + '\0'));
        }

        return stream.ToArray();
    }

    private static void Write(BinaryWriter writer, params object[] values)
    {
        foreach (object value in values)
        {
            switch (value)
            {
                case uint word: writer.Write(word); break;
                case ushort half: writer.Write(half); break;
                case byte one: writer.Write(one); break;
            }
        }
    }
}
