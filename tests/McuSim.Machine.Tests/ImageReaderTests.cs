using System.Globalization;
using System.Text;
using McuSim.Common;
using McuSim.Machine;

namespace McuSim.Tests.Machine;

public sealed class ImageReaderTests
{
    [Fact]
    public void Elf_files_are_known_by_their_first_bytes()
    {
        FirmwareImage image = ImageReader.Parse("firmware.bin", ElfBuilder.Sample(), 0x0800_0000);
        Assert.NotEmpty(image.Symbols);
    }

    [Fact]
    public void Raw_bytes_go_where_the_caller_says()
    {
        byte[] bytes = [0, 0x10, 0, 0x20, 1, 1, 0, 8, 0xFE, 0xE7];
        FirmwareImage image = ImageReader.Parse("firmware.bin", bytes, 0x0800_4000);
        Segment segment = Assert.Single(image.Segments);
        Assert.Equal((0x0800_4000u, 0x0800_4000u, 10u), (segment.Address, segment.LoadAddress, segment.MemorySize));
        Assert.Equal(bytes, segment.Data.ToArray());
        Assert.Contains("--at ADDRESS", Refused("firmware.bin", bytes, null), StringComparison.Ordinal);
        Assert.Contains("0xFFFFFFFC", Refused("firmware.bin", bytes, 0xFFFF_FFFC), StringComparison.Ordinal);
        Assert.Contains("has 3 bytes", Refused("firmware.bin", [1, 2, 3], 0), StringComparison.Ordinal);
    }

    /// <summary>The boot ROM of an i.MX RT finds the program in a header 4 KB behind the start of the flash: its vector table, or its first instruction.</summary>
    [Theory]
    [InlineData(0x6000_2000u, 0x2000_8000u, 0x6000_1100u)]
    [InlineData(0x6000_1101u, 0x2008_0000u, 0x6000_1100u)]
    public void A_program_behind_a_boot_header_starts(uint entry, uint stackPointer, uint programCounter)
    {
        var bytes = new byte[0x2010];
        BitConverter.TryWriteBytes(bytes, 0x4246_4346u); // the flash's configuration
        BitConverter.TryWriteBytes(bytes.AsSpan(4), 0x5601_0000u);
        BitConverter.TryWriteBytes(bytes.AsSpan(0x1000), 0x4320_00D1u);
        BitConverter.TryWriteBytes(bytes.AsSpan(0x1004), entry);
        BitConverter.TryWriteBytes(bytes.AsSpan(0x2000), 0x2000_8000u);
        BitConverter.TryWriteBytes(bytes.AsSpan(0x2004), 0x6000_1101u);
        using var machine = new McuMachine(McuSim.Boards.BoardCatalog.Load("teensy41"), ImageReader.Parse("blink.bin", bytes, 0x6000_0000));
        Assert.Equal((stackPointer, programCounter), (machine.ReadRegister(CoreRegister.Sp), machine.ReadRegister(CoreRegister.Pc)));
    }

    [Fact]
    public void An_image_for_another_board_names_boards_that_it_fits()
    {
        FirmwareImage image = ImageReader.Parse("pico.bin", new byte[0x200], 0x1000_0000);
        var error = Assert.Throws<McuSimException>(() => new McuMachine(McuSim.Boards.BoardCatalog.Load("nucleo-g0b1re"), image));
        Assert.Contains("0x10000000, where board nucleo-g0b1re has no memory", error.Message, StringComparison.Ordinal);
        Assert.Contains("rp2040", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Uf2_blocks_go_where_they_say_and_those_for_other_places_are_left_out()
    {
        byte[] file = [.. Block(0x1000_0000, 0, 1, 2, 3, 4), .. Block(0x1000_0004, 0, 5, 6), .. Block(0x2000_0000, 1, 9)];
        FirmwareImage image = ImageReader.Parse("pico.uf2", file, null);
        Segment segment = Assert.Single(image.Segments);
        Assert.Equal(0x1000_0000u, segment.LoadAddress);
        Assert.Equal([1, 2, 3, 4, 5, 6], segment.Data.ToArray());
        Assert.Contains("cut short", Refused("pico.uf2", file[..^1], null), StringComparison.Ordinal);
        file[512] ^= 1;
        Assert.Contains("no UF2 block at byte 512", Refused("pico.uf2", file, null), StringComparison.Ordinal);

        static byte[] Block(uint address, uint flags, params byte[] data)
        {
            var block = new byte[512];
            foreach ((int at, uint word) in ((int, uint)[])[(0, 0x0A32_4655), (4, 0x9E5D_5157), (8, flags), (12, address), (16, (uint)data.Length), (508, 0x0AB1_6F30)])
                BitConverter.TryWriteBytes(block.AsSpan(at), word);
            data.CopyTo(block, 32);
            return block;
        }
    }

    [Fact]
    public void DfuSe_elements_go_where_they_say()
    {
        byte[] target = new byte[274];
        Encoding.ASCII.GetBytes("Target").CopyTo(target, 0);
        BitConverter.TryWriteBytes(target.AsSpan(270), 2u);
        byte[] Element(uint address, params byte[] data) => [.. BitConverter.GetBytes(address), .. BitConverter.GetBytes((uint)data.Length), .. data];
        byte[] file = [.. "DfuSe"u8, 1, 0, 0, 0, 0, 1, .. target, .. Element(0x0800_0000, 1, 2, 3), .. Element(0x0802_0000, 4), .. new byte[16]];
        FirmwareImage image = ImageReader.Parse("firmware.dfu", file, null);
        Assert.Equal([(0x0800_0000u, 3), (0x0802_0000u, 1)], image.Segments.Select(s => (s.LoadAddress, s.Data.Length)));
        Assert.Contains("cut short", Refused("firmware.dfu", file[..300], null), StringComparison.Ordinal);
        BitConverter.TryWriteBytes(file.AsSpan(11 + 274 + 4), uint.MaxValue);
        Assert.Contains("end of the address space", Refused("firmware.dfu", file, null), StringComparison.Ordinal);
    }

    [Fact]
    public void S_records_of_each_width_are_read_and_checked()
    {
        string text = string.Join('\n', "S00600004844521B", Record('1', 2, 0x10, 1, 2), Record('2', 3, 0x8000, 3), Record('3', 4, 0x0800_0000, 4, 5), "S70508000000F2");
        FirmwareImage image = ImageReader.Parse("firmware.srec", Encoding.ASCII.GetBytes(text), null);
        Assert.Equal([(0x10u, 2), (0x8000u, 1), (0x0800_0000u, 2)], image.Segments.Select(s => (s.LoadAddress, s.Data.Length)));
        Assert.Contains("line 2 has a wrong checksum", Refused("a.s19", Encoding.ASCII.GetBytes(text.Replace("0102E", "0103E", StringComparison.Ordinal)), null), StringComparison.Ordinal);
        Assert.Contains("cut short", Refused("a.s19", Encoding.ASCII.GetBytes(text[..text.LastIndexOf('S')]), null), StringComparison.Ordinal);

        static string Record(char kind, int width, uint address, params byte[] data)
        {
            byte[] where = [.. BitConverter.GetBytes(address).Take(width).Reverse()], counted = [(byte)(width + data.Length + 1), .. where, .. data];
            return $"S{kind}{Convert.ToHexString(counted)}{(byte)~counted.Sum(b => b):X2}";
        }
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void Hex_records_that_follow_one_another_become_one_segment(string lineEnd)
    {
        string text = string.Join(lineEnd, Linear(0x0800), Data(0, 1, 2, 3, 4), Data(4, 5, 6), Data(0x100, 9), Linear(0x2000), Data(0xFFFF, 7, 8), Entry(0x0800_0101), End);
        FirmwareImage image = Hex(text);
        Assert.Equal([0x0800_0000u, 0x0800_0100u, 0x2000_FFFFu], image.Segments.Select(s => s.LoadAddress));
        Assert.Equal([1, 2, 3, 4, 5, 6], image.Segments[0].Data.ToArray());
        Assert.Equal([7, 8], image.Segments[2].Data.ToArray());
        Assert.Equal(0x0800_0100u, image.EntryPoint);
        Assert.Empty(image.Symbols);
    }

    [Fact]
    public void Hex_segments_have_addresses_of_twenty_bits() =>
        Assert.Equal(0x1_2350u, Assert.Single(Hex(string.Join('\n', Record(0, 2, 0x12, 0x34), Data(0x10, 1), Record(0, 3, 0, 0, 0, 0), End)).Segments).LoadAddress);

    [Fact]
    public void Of_a_file_for_both_kinds_of_microbit_what_is_for_the_second_is_taken()
    {
        FirmwareImage image = Hex(string.Join('\n', Record(0, 10, 0x99, 0x01, 0xC0, 0xDE), Data(0, 1), Record(0, 12, 0xFF), Record(0, 11), Record(0, 10, 0x99, 0x03, 0xC0, 0xDE), Record(0, 13, 2), Record(0, 14, 3), Record(0, 11), End));
        Assert.Equal([2], Assert.Single(image.Segments).Data.ToArray());
    }

    [Theory]
    [InlineData(":0400000001020304F3", "line 1 has a wrong checksum")]
    [InlineData(":0300000001020304F2", "line 1 has a count that does not match its length")]
    [InlineData(":04000000010203G4F2", "line 1 holds a character that is no hexadecimal digit")]
    [InlineData(":04000000010203F", "line 1 has a wrong number of digits")]
    [InlineData("0400000001020304F2", "line 1 does not begin with ':'")]
    [InlineData(":0400000001020304F2\n", "line 1 is the last, and the record that ends the file is missing")]
    [InlineData(":00000001FF\n\n:0400000001020304F2", "line 3 stands after the record that ends the file")]
    [InlineData(":00000006FA", "line 1 is of an unknown kind")]
    [InlineData(":0100000400FB", "line 1 has the wrong length for its kind")]
    [InlineData(":00000001FF", "stores no bytes")]
    [InlineData("", "the record that ends the file is missing")]
    [InlineData(":0400000001020304F2\n:040010000102030 4E2\n:00000001FF", "line 2 has a wrong number of digits")]
    [InlineData(":0400000001020304F2\n:0400020001020304F0\n:00000001FF", "line 2 begins a run of bytes at 0x00000002, where the file stores others too")]
    [InlineData(":02000004FFFFFC\n:04FFFE0001020304F5\n:00000001FF", "line 2 reaches past the end of the address space")]
    [InlineData(":020000020000FC\n:04FFFE0001020304F5\n:00000001FF", "line 2 reaches past the end of its 64 KB segment")]
    public void Damaged_hex_files_are_refused_with_the_line(string text, string message) =>
        Assert.Contains(message, Refused("firmware.hex", Encoding.ASCII.GetBytes(text), null), StringComparison.Ordinal);

    [Fact]
    public void Files_that_cannot_be_read_are_named()
    {
        Assert.Contains("no/such/file.hex", Assert.Throws<McuSimException>(() => ImageReader.Read("no/such/file.hex", 0)).Message, StringComparison.Ordinal);
        Assert.Equal(ExitCode.BadInput, Assert.Throws<McuSimException>(() => ImageReader.Read("", 0)).ExitCode);
    }

    /// <summary>Any damage gives an image or one sentence.</summary>
    [Fact]
    public void Damaged_bytes_never_end_in_another_exception()
    {
        byte[] hex = Encoding.ASCII.GetBytes(string.Join('\n', Linear(0x0800), Data(0, 1, 2, 3, 4), Data(4, 5, 6), Record(0, 2, 1, 0), Data(0x100, 9), Entry(1), End));
        int refused = 0;
        for (int seed = 0; seed < 5000; seed++)
        {
            var random = new Random(seed);
            byte[] bytes = (byte[])hex.Clone();
            for (int n = random.Next(1, 4); n > 0; n--)
                bytes[random.Next(bytes.Length)] = random.Next(2) == 0 ? (byte)random.Next(256) : (byte)"0123456789ABCDEF:\n\r"[random.Next(19)];
            string name = random.Next(2) == 0 ? "fuzz.hex" : "fuzz.bin";
            try
            {
                ImageReader.Parse(name, bytes.AsMemory(0, random.Next(bytes.Length + 1)), 0x0800_0000);
            }
            catch (McuSimException e)
            {
                refused++;
                Assert.Equal(ExitCode.BadInput, e.ExitCode);
                Assert.StartsWith(name, e.Message, StringComparison.Ordinal);
                Assert.DoesNotContain('\n', e.Message);
            }
        }

        Assert.InRange(refused, 1000, 5000);
    }

    private const string End = ":00000001FF";

    private static string Linear(ushort high) => Record(0, 4, (byte)(high >> 8), (byte)high);

    private static string Entry(uint address) => Record(0, 5, (byte)(address >> 24), (byte)(address >> 16), (byte)(address >> 8), (byte)address);

    private static string Data(ushort offset, params byte[] data) => Record(offset, 0, data);

    private static string Record(ushort offset, byte kind, params byte[] data)
    {
        byte[] bytes = [(byte)data.Length, (byte)(offset >> 8), (byte)offset, kind, .. data];
        byte sum = (byte)-bytes.Sum(b => b);
        return string.Create(CultureInfo.InvariantCulture, $":{Convert.ToHexString(bytes)}{sum:X2}");
    }

    private static FirmwareImage Hex(string text) => ImageReader.Parse("firmware.hex", Encoding.ASCII.GetBytes(text), null);

    private static string Refused(string path, byte[] bytes, uint? at)
    {
        var error = Assert.Throws<McuSimException>(() => ImageReader.Parse(path, bytes, at));
        Assert.Equal(ExitCode.BadInput, error.ExitCode);
        return error.Message;
    }
}
