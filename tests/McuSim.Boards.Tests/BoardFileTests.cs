using McuSim.Boards;
using McuSim.Common;

namespace McuSim.Tests.Boards;

public class BoardFileTests
{
    [Fact]
    public void Every_field_arrives_in_the_board()
    {
        Board board = BoardText.Load(BoardText.Sound);
        Assert.StartsWith("mcusim-", board.Name, StringComparison.Ordinal);
        Assert.Equal(("A board", 100_000_000), (board.Title, board.ClockHz));
        Assert.Equal(new CoreDescription(CoreKind.CortexM7, FpuKind.Double, 1), board.Core);
        Assert.Equal(["flash", "dtcm", "sram1", "sram2", "mirror", "peripherals"], board.Regions.Select(r => r.Name));
        Assert.Equal(new MemoryRegion("sram1", MemoryKind.Sram, 0x2001_0000, 240 << 10, true, 0, 6, null), board.Region("sram1"));
        Assert.Equal("sram2", board.RegionAt(0x3000_0010)?.AliasOf);
        Assert.Equal(new FlashInterface(7, 256, 1, 12, true, new FlashAccelerator(32, 64, 0)), board.Flash);
        Assert.Null(board.InstructionCache);
        Assert.Equal(new Cache(4096, 32, 4), board.DataCache);
        Assert.Equal(["dtcm", "sram1", "sram2"], Assert.Single(board.Placement.Arena));
        Assert.Equal(new Supply(3.3, 102.5), board.Supply);
        Assert.Equal(["core: a manual", "clock: a manual", "memory: a manual", "flash: a manual", "data_cache: a manual", "supply: a data sheet"], board.Sources);
    }

    [Theory]
    [InlineData("wait_states: 7", "wiat_states: 7", "line 14: flash has no field \"wiat_states\"; did you mean \"wait_states\"?")]
    [InlineData("title: A board", "name: A board", "line 1: the file has no field \"name\".")]
    [InlineData("title: A board\n", "", "line 1: the field \"title\" is missing from the file.")]
    [InlineData("title: A board", "title: [a]", "line 1: title must be a single value, not a list.")]
    [InlineData("fpu: double", "fpu: quad", "line 2: core.fpu must be one of none, single, double, not \"quad\".")]
    [InlineData("cortex-m7, fpu: double", "cortex-m4, fpu: double", "line 2: core.fpu must be none or single for this core, not \"double\".")]
    [InlineData("cortex-m7, fpu: double", "cortex-m0, fpu: none", "line 2: the field \"multiply_cycles\" is missing below core.")]
    [InlineData("cortex-m7, fpu: double", "cortex-m0plus, fpu: none, multiply_cycles: 2", "line 2: core.multiply_cycles must be 1 or 32, not \"2\".")]
    [InlineData("fpu: double", "fpu: double, multiply_cycles: 1", "line 2: core.multiply_cycles is only for cortex-m0 and cortex-m0plus.")]
    [InlineData("fpu: double", "fpu: double, late_offset_cycles: 1", "line 2: core.late_offset_cycles is only for cortex-m3 and cortex-m4.")]
    [InlineData("100 MHz", "100", "line 3: clock.frequency must be a clock from 1 kHz to 4 GHz, for example \"100 MHz\", not \"100\".")]
    [InlineData("100 MHz", "5 GHz", "line 3: clock.frequency must be a clock from 1 kHz to 4 GHz, for example \"100 MHz\", not \"5 GHz\".")]
    [InlineData("100 MHz, source: a manual", "100 MHz", "line 3: clock needs the field \"source\": the document and table that its numbers come from.")]
    [InlineData("clock: {frequency: 100 MHz, source: a manual}", "clock: 100 MHz", "line 3: clock must be fields below it (name: value), not \"100 MHz\".")]
    [InlineData("size: 1 MB", "size: 1048576", "line 7: memory.regions.flash.size must be a size from 4 KB to 4095 MB, for example \"64 KB\" or \"0x10000\", not \"1048576\".")]
    [InlineData("size: 1 MB", "size: 1 MiB", "line 7: memory.regions.flash.size must be a size from 4 KB to 4095 MB, for example \"64 KB\" or \"0x10000\", not \"1 MiB\".")]
    [InlineData("size: 1 MB", "size: 1025 B", "line 7: memory.regions.flash.size must be a size from 4 KB to 4095 MB, for example \"64 KB\" or \"0x10000\", not \"1025 B\".")]
    [InlineData("size: 1 MB", "size: 5 KB", "line 7: memory.regions.flash.size must be a multiple of 4 KB, the page in which the emulator maps memory, not \"5 KB\".")]
    [InlineData("start: 0x08000000", "start: 134217728", "line 7: memory.regions.flash.start must be an address, for example 0x08000000, not \"134217728\".")]
    [InlineData("start: 0x20010000", "start: 0x2000F000", "line 9: memory.regions.sram1.start lies inside the region dtcm, which ends before 0x20010000.")]
    [InlineData("0x40000000, size: 512 MB", "0xE0000000, size: 4 KB", "line 12: memory.regions.peripherals.start reaches into 0xE0000000 to 0xE00FFFFF, which is the core's own and needs no region.")]
    [InlineData("0x40000000, size: 512 MB", "0xF0000000, size: 512 MB", "line 12: memory.regions.peripherals.size goes past the end of the address space.")]
    [InlineData("alias_of: sram2", "alias_of: sram3", "line 11: \"sram3\", the alias_of the region mirror, is not a region of this board; did you mean \"sram1\"?")]
    [InlineData("alias_of: sram2", "alias_of: mirror", "line 11: memory.regions.mirror.alias_of must name a region that is not an alias itself.")]
    [InlineData("alias_of: sram2", "alias_of: flash", "line 11: memory.regions.mirror.alias_of must name a region of the same kind, and flash has another.")]
    [InlineData("0x30000000, size: 16 KB", "0x30000000, size: 20 KB", "line 11: memory.regions.mirror.size is more than that of sram2, whose alias the region is.")]
    [InlineData("size: 0x3C000, line_fill_cycles: 6", "size: 0x3C000", "line 9: the field \"line_fill_cycles\" is missing below memory.regions.sram1.")]
    [InlineData("    sram1:", "    SRAM 1:", "line 9: \"SRAM 1\" cannot be a region's name; use a letter, then letters, digits and _, lower case, at most 31.")]
    [InlineData("width: 256 bit", "width: 100 bit", "line 15: flash.width must be a power of two from 8 bit to 1024 bit, not \"100 bit\".")]
    [InlineData("wait_states: 7", "wait_states: -1", "line 14: flash.wait_states must be a whole number from 0 to 1000, not \"-1\".")]
    [InlineData("prefetch: true", "prefetch: yes", "line 17: flash.prefetch must be true or false, not \"yes\".")]
    [InlineData("line: 32 B, instruction_lines", "line: 16 B, instruction_lines", "line 18: flash.accelerator.line must be a power of two and at least as wide as one flash read, not \"16 B\".")]
    [InlineData("data_lines: 0", "shared_lines: 64", "line 18: flash.accelerator.shared_lines stands instead of instruction_lines and data_lines, not beside them.")]
    [InlineData("data_lines: 0", "data_lines: 0, ways: 3", "line 18: flash.accelerator.instruction_lines divided by ways must be a power of two (the number of sets).")]
    [InlineData("ways: 4", "ways: 3", "line 20: data_cache.size divided by line and ways must be a power of two (the number of sets).")]
    [InlineData("code: flash", "code: sram1", "line 22: placement.code must be an executable flash region that is no alias, not \"sram1\".")]
    [InlineData("stack: dtcm", "stack: dctm", "line 22: placement.stack names the region \"dctm\", which this board does not have; did you mean \"dtcm\"?")]
    [InlineData("[dtcm, sram1, sram2]", "[sram1, dtcm]", "line 25: placement.arena: dtcm does not follow sram1 without a gap, so one arena cannot lie in both.")]
    [InlineData("[dtcm, sram1, sram2]", "[mirror]", "line 25: placement.arena can lie in sram or TCM that is no alias, and mirror is none.")]
    [InlineData("- [dtcm, sram1, sram2]", "- dtcm", "line 25: a candidate of placement.arena must be a list of regions, for example \"- [sram1, sram2]\".")]
    [InlineData("102.5 mA", "102.5 A", "line 26: supply.run_current must be a number from 0.001 to 10000 with the unit mA, for example \"24.5 mA\", not \"102.5 A\".")]
    [InlineData("title: A board", "title: A board\ntitle: Another", "line 2: the field \"title\" was already given in line 1.")]
    [InlineData("title: A board", "title: &x A board", "line 1: anchors and tags are not supported; write the value out.")]
    [InlineData("title: A board", "title: *x", "line 1: aliases are not supported; write the value out.")]
    [InlineData("title: A board", "title: [[[[[[[[[[a]]]]]]]]]]", "line 1: values are nested more than 8 deep.")]
    [InlineData("title: A board", "title: \"A board", "this is not YAML")]
    [InlineData("title: A board", "extends: stm32f4\ntitle: A board", "line 1: extends: There is no board \"stm32f4\": near it are")]
    public void What_is_wrong_is_said_with_line_field_and_what_was_expected(string sound, string wrong, string expected) =>
        Assert.Contains(expected, BoardText.MessageAfter(sound, wrong), StringComparison.Ordinal);

    [Fact]
    public void A_cache_that_the_core_cannot_have_is_refused()
    {
        string text = BoardText.Sound.Replace("cortex-m7, fpu: double", "cortex-m4, fpu: single", StringComparison.Ordinal);
        Assert.StartsWith("line 20: data_cache is an L1 cache inside the core, which only cortex-m7 has", BoardText.Message(text), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "the file is empty")]
    [InlineData("- a\n", "line 1: the file must hold fields")]
    [InlineData("a: 1\n---\nb: 2\n", "line 2: the file must hold one document only")]
    public void Other_YAML_is_no_board(string text, string expected) => Assert.Contains(expected, BoardText.Message(text), StringComparison.Ordinal);

    [Fact]
    public void Near_names_are_suggested_for_an_unknown_board()
    {
        static string Message(string name) => Assert.Throws<McuSimException>(() => BoardCatalog.Load(name)).Message;
        Assert.StartsWith("There is no board \"stm32h734\": near it are stm32h743", Message("stm32h734"), StringComparison.Ordinal);
        Assert.Contains("near it are nucleo-l4r5zi, nucleo-l4r5zi-singlebank", Message("L4R5"), StringComparison.Ordinal);
        Assert.Contains("there are arduino-zero, b-l475e-iot01a, blackpill-f401cc, ", Message("esp32"), StringComparison.Ordinal);
        Assert.Contains("There is no board file no/such.yml", Message("no/such.yml"), StringComparison.Ordinal);
        Assert.DoesNotContain('\n', Message(new string('\n', 1000)));
        Assert.Equal("stm32f746", BoardCatalog.Load("STM32F746").Name);
    }

    [Fact]
    public void A_file_of_ones_own_extends_a_board_or_another_file()
    {
        string folder = Directory.CreateTempSubdirectory("mcusim-boards-").FullName;
        File.WriteAllText(Path.Combine(folder, "slow.yaml"), "extends: stm32f746\nclock: {frequency: 30 MHz, source: us}\nflash: {wait_states: 0, source: us}\n");
        File.WriteAllText(Path.Combine(folder, "slower.yml"), "extends: slow.yaml\ntitle: Slower\nclock: {frequency: 15 MHz, source: us}\n");
        Board board = BoardCatalog.Load(Path.Combine(folder, "slower.yml"));
        Assert.Equal(("slower", "Slower", 15_000_000, 0), (board.Name, board.Title, board.ClockHz, board.Flash.WaitStates));
        Assert.Equal(BoardCatalog.Load("stm32f746").Regions, board.Regions);

        string own = Path.Combine(folder, "own.yaml");
        File.WriteAllText(own, "extends: own.yaml\n");
        Assert.Contains("one extends itself", Assert.Throws<McuSimException>(() => BoardCatalog.Load(own)).Message, StringComparison.Ordinal);
        File.WriteAllText(own, "extends: stm32f746\nclock: {frequency: 30 MHz}\n");
        Assert.Contains("line 2: clock needs the field \"source\"", Assert.Throws<McuSimException>(() => BoardCatalog.Load(own)).Message, StringComparison.Ordinal);
        File.WriteAllText(own, new string(' ', 70_000));
        Assert.Contains("at most 64 KB", Assert.Throws<McuSimException>(() => BoardCatalog.Load(own)).Message, StringComparison.Ordinal);
        File.WriteAllBytes(own, [0x74, 0xFF, 0xFE]);
        Assert.Contains("must be UTF-8", Assert.Throws<McuSimException>(() => BoardCatalog.Load(own)).Message, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }
}
