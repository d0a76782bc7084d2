using System.Diagnostics;
using McuSim.Common;
using McuSim.Machine;

namespace McuSim.Tests.Machine;

public sealed class ElfReaderTests
{
    private static readonly FirmwareImage Sample = ElfReader.Parse("sample.elf", ElfBuilder.Sample());

    /// <summary>Linkers align the offset of a segment that stores nothing (.bss), which may lie behind the end of the file.</summary>
    [Fact]
    public void A_segment_without_bytes_may_lie_anywhere()
    {
        byte[] bytes = ElfBuilder.Sample();
        int data = ElfBuilder.HeaderSize + ElfBuilder.SegmentEntry;
        BitConverter.TryWriteBytes(bytes.AsSpan(data + 4), 0x10_0000u);
        BitConverter.TryWriteBytes(bytes.AsSpan(data + 16), 0u);
        FirmwareImage image = ElfReader.Parse("test.elf", bytes);
        Assert.Equal((0, 0x104u), (image.Segments[1].Data.Length, image.Segments[1].MemorySize));
    }

    [Fact]
    public void Reads_segments_with_both_addresses()
    {
        Assert.Equal(
            [(0x0800_0000u, 0x0800_0000u, 0x200, 0x200u), (0x2000_0000u, 0x0800_0200u, 4, 0x104u)],
            Sample.Segments.Select(s => (s.Address, s.LoadAddress, s.Data.Length, s.MemorySize)));
        Assert.Equal([1, 2, 3, 4], Sample.Segments[1].Data.ToArray());
        Assert.Equal(0x0800_0100u, Sample.EntryPoint);
    }

    [Fact]
    public void Reads_symbols_without_mapping_symbols_and_thumb_bits()
    {
        Assert.Equal(
            ["main", "weak_alias", "helper", "label", "table", "arena", "input", "inner", "__stack_limit"],
            Sample.Symbols.Select(s => s.Name));
        Assert.Equal(new Symbol("helper", 0x0800_0140, 0x10, SymbolKind.Function), Sample.Symbols[2]);
        Assert.Equal(SymbolKind.Object, Sample.Symbols[4].Kind);
        Assert.Equal(SymbolKind.Other, Sample.Symbols[3].Kind);
    }

    [Fact]
    public void Reads_sections_that_take_memory() => Assert.Equal(
        [
            new Section(".text", 0x0800_0000, 0x200, false, true, true),
            new Section(".data", 0x2000_0000, 4, true, false, true),
            new Section(".bss", 0x2000_0004, 0x100, true, false, false),
        ],
        Sample.Sections);

    [Theory]
    [InlineData(0x0800_0100, "main")]
    [InlineData(0x0800_013E, "main+0x3e")]
    [InlineData(0x0800_0140, "helper")]
    [InlineData(0x0800_0150, null)]
    [InlineData(0x0800_01FE, "label+0x9e")]
    [InlineData(0x0800_0200, null)]
    [InlineData(0x2000_0002, "table+0x2")]
    [InlineData(0x2000_0008, "input+0x4")]
    [InlineData(0x2000_0014, "arena+0x10")]
    [InlineData(0x2000_0028, "inner+0x4")]
    [InlineData(0x2000_0034, "arena+0x30")]
    [InlineData(0x2000_0084, null)]
    [InlineData(0x2000_4000, null)]
    [InlineData(0x0000_0000, null)]
    [InlineData(0xFFFF_FFFF, null)]
    public void Finds_the_innermost_symbol(uint address, string? expected) =>
        Assert.Equal(expected, new SymbolTable(Sample).Find(address)?.ToString());

    [Fact]
    public void Finds_symbols_by_name()
    {
        var symbols = new SymbolTable(Sample);
        Assert.Equal(0x2000_4000u, symbols.Find("__stack_limit")!.Address);
        Assert.Null(symbols.Find("nothing"));
    }

    /// <summary>Property: the innermost symbol by binary search is the one that looking at all symbols finds.</summary>
    [Fact]
    public void Finds_what_a_search_of_all_symbols_finds()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            List<Symbol> symbols = [];
            Nest(0x0800_0000, 0x0800_0400, 0);
            var image = new FirmwareImage("x", [], [.. symbols.OrderBy(s => s.Address)], 0, []);
            var table = new SymbolTable(image);
            for (uint address = 0x0800_0000 - 4; address < 0x0800_0404; address++)
            {
                Symbol? expected = image.Symbols.Where(s => address - s.Address < s.Size).OrderBy(s => s.Size).ThenByDescending(s => s.Address).FirstOrDefault();
                Assert.Equal(expected is null ? null : (expected.Address, expected.Size), table.Find(address) is { } found ? (found.Symbol.Address, found.Symbol.Size) : ((uint, uint)?)null);
            }

            void Nest(uint start, uint end, int depth)
            {
                uint at = start;
                while (at < end && depth < 4)
                {
                    uint from = at + (uint)random.Next(0, 40), to = from + (uint)random.Next(1, 200);
                    if (to > end)
                        break;
                    symbols.Add(new Symbol($"s{symbols.Count}", from, to - from, SymbolKind.Object));
                    if (random.Next(2) == 0) Nest(from, to, depth + 1);
                    at = to;
                }
            }
        }
    }

    [Theory]
    [InlineData(0, 0x00, "does not begin like an ELF file")]
    [InlineData(4, 0x02, "not a 32-bit little-endian")]
    [InlineData(5, 0x02, "not a 32-bit little-endian")]
    [InlineData(16, 0x01, "not a linked executable")]
    [InlineData(18, 0x3E, "not for Arm")]
    [InlineData(44, 0x00, "no segments")]
    public void Says_what_is_wrong(int offset, byte value, string expected)
    {
        byte[] bytes = ElfBuilder.Sample();
        bytes[offset] = value;
        var error = Assert.Throws<McuSimException>(() => ElfReader.Parse("bad.elf", bytes));
        Assert.Equal(ExitCode.BadInput, error.ExitCode);
        Assert.StartsWith("bad.elf is not a usable firmware image: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_bad_input()
    {
        var error = Assert.Throws<McuSimException>(() => ElfReader.Read("no/such/file.elf"));
        Assert.Equal(ExitCode.BadInput, error.ExitCode);
        Assert.Contains("no/such/file.elf", error.Message, StringComparison.Ordinal);
        Assert.Equal(ExitCode.BadInput, Assert.Throws<McuSimException>(() => ElfReader.Read(Path.GetTempPath())).ExitCode);
        Assert.Equal(ExitCode.BadInput, Assert.Throws<McuSimException>(() => ElfReader.Read("")).ExitCode);
    }

    [Fact]
    public void Every_shortened_file_is_read_or_refused()
    {
        byte[] bytes = ElfBuilder.Sample();
        for (int length = 0; length < bytes.Length; length++)
            Try(bytes[..length]);
    }

    [Fact]
    public void Damaged_files_are_read_or_refused_in_bounded_time_and_memory()
    {
        byte[] sample = ElfBuilder.Sample();
        var watch = Stopwatch.StartNew();
        long before = GC.GetAllocatedBytesForCurrentThread();
        int read = 0;
        const int Files = 20_000;
        for (int seed = 0; seed < Files; seed++)
        {
            var random = new Random(seed);
            byte[] bytes = (byte[])sample.Clone();
            for (int n = random.Next(1, 6); n > 0; n--)
            {
                int at = random.Next(3) switch { 0 => random.Next(ElfBuilder.HeaderSize + (2 * ElfBuilder.SegmentEntry)), 1 => bytes.Length - 1 - random.Next(7 * ElfBuilder.SectionEntry), _ => random.Next(bytes.Length) };
                bytes[at] = random.Next(3) switch { 0 => 0xFF, 1 => 0, _ => (byte)random.Next(256) };
            }

            read += Try(bytes) ? 1 : 0;
        }

        Assert.InRange(read, Files / 20, Files - (Files / 20));
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 30);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Files * 64 * 1024L);
    }

    [Fact]
    public void A_million_symbols_of_one_long_name_are_refused()
    {
        byte[] strings = new byte[4000];
        strings.AsSpan(1, 3990).Fill((byte)'x');
        byte[] elf = ElfBuilder.Build([1, 2, 3, 4], [], [.. Enumerable.Range(0, 100_000).Select(i => new ElfBuilder.Entry("", (uint)i, 4, 2))]);
        // Append a string table and let the symbol table use it, every entry naming the same string.
        int sections = BitConverter.ToInt32(elf, 32);
        int symbols = BitConverter.ToInt32(elf, sections + (4 * ElfBuilder.SectionEntry) + 16);
        for (int i = 1; i <= 100_000; i++)
            BitConverter.TryWriteBytes(elf.AsSpan(symbols + (i * ElfBuilder.SymbolEntry)), 1);
        BitConverter.TryWriteBytes(elf.AsSpan(sections + (5 * ElfBuilder.SectionEntry) + 16), elf.Length);
        BitConverter.TryWriteBytes(elf.AsSpan(sections + (5 * ElfBuilder.SectionEntry) + 20), strings.Length);
        var error = Assert.Throws<McuSimException>(() => ElfReader.Parse("bomb.elf", (byte[])[.. elf, .. strings]));
        Assert.Contains("symbol table is damaged", error.Message, StringComparison.Ordinal);
    }

    private static bool Try(byte[] bytes)
    {
        try
        {
            FirmwareImage image = ElfReader.Parse("fuzz.elf", bytes);
            var symbols = new SymbolTable(image);
            _ = symbols.Find(0x0800_0100u);
            return true;
        }
        catch (McuSimException e)
        {
            Assert.Equal(ExitCode.BadInput, e.ExitCode);
            return false;
        }
    }
}
