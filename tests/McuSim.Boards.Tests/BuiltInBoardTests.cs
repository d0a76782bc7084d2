using McuSim.Boards;

namespace McuSim.Tests.Boards;

public class BuiltInBoardTests
{
    public static TheoryData<string> Names => [.. BoardCatalog.Names];

    [Fact]
    public void The_six_reference_boards_are_there_in_order()
    {
        string[] six = ["nucleo-l4r5zi", "stm32f412", "stm32f439", "stm32f746", "stm32f765", "stm32h743"];
        Assert.Empty(six.Except(BoardCatalog.Names));
        Assert.Equal(BoardCatalog.Names.Order(StringComparer.Ordinal), BoardCatalog.Names);
    }

    [Theory, MemberData(nameof(Names))]
    public void Every_board_loads_with_its_sources(string name)
    {
        Board board = BoardCatalog.Load(name);
        Assert.Equal(name, board.Name);
        Assert.Matches("^[0-9a-f]{64}$", board.FileSha256);
        foreach (string group in (string[])["core: ", "clock: ", "memory: ", "flash: "])
            Assert.Contains(board.Sources, s => s.StartsWith(group, StringComparison.Ordinal) && s.Length > group.Length + 10);
        Assert.Equal(board.Regions.OrderBy(r => r.Start), board.Regions);
        Assert.Equal(board.Core.Kind == CoreKind.CortexM7, board.DataCache is not null);
    }

    /// <summary>Core, clock and memories of the six boards as their data sheets head them.</summary>
    [Theory]
    [InlineData("stm32f412", CoreKind.CortexM4, FpuKind.Single, 100, 256, 1024)]
    [InlineData("stm32f439", CoreKind.CortexM4, FpuKind.Single, 168, 192 + 64, 2048)]
    [InlineData("stm32f746", CoreKind.CortexM7, FpuKind.Single, 216, 320 + 16, 1024)]
    [InlineData("stm32f765", CoreKind.CortexM7, FpuKind.Double, 216, 512 + 16, 2048)]
    [InlineData("stm32h743", CoreKind.CortexM7, FpuKind.Double, 480, 1060, 2048)]
    [InlineData("nucleo-l4r5zi", CoreKind.CortexM4, FpuKind.Single, 120, 640, 2048)]
    public void The_reference_boards_are_what_their_data_sheets_say(string name, CoreKind core, FpuKind fpu, int megahertz, int ramKilobytes, int flashKilobytes)
    {
        Board board = BoardCatalog.Load(name);
        Assert.Equal((core, fpu), (board.Core.Kind, board.Core.Fpu));
        Assert.Equal(megahertz * 1_000_000L, board.ClockHz);
        Assert.Equal(ramKilobytes * 1024L, board.Regions.Where(r => r is { AliasOf: null, Writable: true, Kind: not MemoryKind.Peripheral }).Sum(r => r.Size));
        Assert.Equal(flashKilobytes * 1024L, board.Regions.Where(r => r is { AliasOf: null, Kind: MemoryKind.Flash }).Sum(r => r.Size));
    }

    [Fact]
    public void A_board_that_extends_another_changes_only_what_it_gives()
    {
        Board dual = BoardCatalog.Load("nucleo-l4r5zi"), single = BoardCatalog.Load("nucleo-l4r5zi-singlebank");
        Assert.Equal(dual.Flash with { WidthBits = 128 }, single.Flash);
        Assert.Equal(dual.Regions, single.Regions);
        Assert.NotEqual(dual.FileSha256, single.FileSha256);
        Assert.Contains(single.Sources, s => s.Contains("single bank", StringComparison.Ordinal));
        Assert.Empty(dual.Sources.Except(single.Sources));
    }
}
