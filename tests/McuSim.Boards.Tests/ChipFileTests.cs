using McuSim.Boards;
using McuSim.Common;

namespace McuSim.Tests.Boards;

public sealed class ChipFileTests : IDisposable
{
    private const string Start = "title: T\nsource: S\nperipherals:\n  RCC:\n    at: 0x40000000\n    registers:\n      CR: {at: 0x00}\n";
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("mcusim-chips-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void Every_board_names_a_chip_and_every_chip_has_a_core_clock()
    {
        foreach (string name in BoardCatalog.Names)
        {
            Board board = BoardCatalog.Load(name);
            Assert.NotNull(board.Chip);
            Assert.Contains(board.Chip.Clocks, c => c.Name == "core");
        }

        foreach (string name in ChipFile.BuiltIn)
            Assert.NotEmpty(ChipReader.Read(name, "").Family.Peripherals);
    }

    [Fact]
    public void Rules_are_read()
    {
        ChipFamily family = Read("title: T\nsource: S\nperipherals:\n  P:\n    at: 0x40000000\n    registers:\n      A: {at: 0x00}\n      B: {at: 0x04, ones: \"3 9:8\", follow: [\"17 = 16\", \"3:2 = not A 1:0\", \"3:0 = one_hot A 5:4\"]}\n");
        ChipRegister register = family.Peripherals[0].Registers[1];
        Assert.Equal(0x308u, register.Ones);
        Assert.Equal(
            [
                new FollowRule(new RegisterField(0x4000_0004, 17, 1), new RegisterField(0x4000_0004, 16, 1), FollowKind.Same),
                new FollowRule(new RegisterField(0x4000_0004, 2, 2), new RegisterField(0x4000_0000, 0, 2), FollowKind.Not),
                new FollowRule(new RegisterField(0x4000_0004, 0, 4), new RegisterField(0x4000_0000, 4, 2), FollowKind.OneHot),
            ],
            register.Follow);
        Assert.Equal(4u, register.Follow[2].Of(2));
    }

    [Theory]
    [InlineData("  X: {at: 0x40000100}\n", "RCC and X at the same address")]
    [InlineData("  X: {at: 0xFFFFFE00}\n", "X beyond the end of the address space")]
    [InlineData("  X: {at: 0x50000000, device: toaster}\n", "must be one of gpio")]
    [InlineData("  X: {at: 0x50000000, registers: {A: {at: 0x02}}}\n", "must be a multiple of four")]
    [InlineData("  X: {at: 0x50000000, registers: {A: {at: 0x400}}}\n", "lies outside the peripheral's 0x400 bytes")]
    [InlineData("  X: {at: 0x50000000, registers: {A: {at: 0x00, ones: \"32\"}}}\n", "must be bits, for example")]
    [InlineData("  X: {at: 0x50000000, registers: {A: {at: 0x00, follow: [\"1 = B 0\"]}}}\n", "must list rules such as")]
    [InlineData("  X: {at: 0x50000000, registers: {A: {at: 0x00, follow: [\"1:0 = 2\"]}}}\n", "must list rules such as")]
    [InlineData("  X: {at: 0x50000000, registers: {A: {at: 0x00, follow: [\"1 = \"]}}}\n", "must list rules such as")]
    [InlineData("  X: 5\n", "must be fields below it")]
    [InlineData("  X: {at: 0x50000000, colour: red}\n", "has no field \"colour\"")]
    [InlineData("settings: {wait_states: RCC.XX 3:0}\n", "must be bits of a register of this file")]
    [InlineData("clocks: {core: {from: pll, divide: RCC.CR 1}}\n", "names \"pll\", which is no clock above it")]
    [InlineData("clocks: {core: fast}\n", "which must be a clock such as \"16 MHz\"")]
    [InlineData("clocks: {core: {field: RCC.CR 1, hertz: [fast]}}\n", "must be a list of clocks")]
    [InlineData("extends: nothing\n", "There is no chip family \"nothing\"")]
    [InlineData("extends: chip.yaml\n", "extend one another, or one extends itself")]
    public void What_is_wrong_is_said(string rest, string message)
    {
        var error = Assert.Throws<McuSimException>(() => Read(Start + rest));
        Assert.Equal(ExitCode.BadInput, error.ExitCode);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    /// <summary>Any damage gives a family or one sentence.</summary>
    [Fact]
    public void Damaged_files_never_end_in_another_exception()
    {
        byte[] file = ChipFile.Read("stm32l4", "").Bytes;
        int refused = 0;
        for (int seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            byte[] bytes = (byte[])file.Clone();
            for (int n = random.Next(1, 6); n > 0; n--)
                bytes[random.Next(bytes.Length)] = (byte)" :{}[],\n0x9\"#a=~"[random.Next(16)];
            string path = Path.Combine(folder.FullName, "fuzz.yaml");
            File.WriteAllBytes(path, bytes);
            try
            {
                ChipReader.Read(path, "");
            }
            catch (McuSimException e)
            {
                refused++;
                Assert.Equal(ExitCode.BadInput, e.ExitCode);
            }
        }

        Assert.InRange(refused, 50, 300);
    }

    private ChipFamily Read(string text)
    {
        string path = Path.Combine(folder.FullName, "chip.yaml");
        File.WriteAllText(path, text);
        return ChipReader.Read(path, "").Family;
    }
}
