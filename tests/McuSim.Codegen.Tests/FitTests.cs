using McuSim.Boards;
using McuSim.Codegen;
using McuSim.Common;
using McuSim.Models;

namespace McuSim.Tests.Codegen;

/// <summary>"Does not fit" is an answer with numbers.</summary>
public class FitTests
{
    private static readonly Model Model = RandomLayers.Network(seed: 5, rounds: 1);

    [Fact]
    public void An_arena_too_large_is_refused_before_compiling()
    {
        using var cache = new TemporaryCache();
        Model model = Chain(height: 300);
        Board board = TestBoards.With(CoreKind.CortexM4, ramBytes: 64 << 10);
        Plan plan = FirmwarePlanner.Plan(model, board.Core, new());
        var error = Assert.Throws<DoesNotFitException>(() => FirmwareGenerator.Build(model, board, new()));
        Assert.Equal(ExitCode.DoesNotFit, error.ExitCode);
        Assert.Equal(plan.ArenaBytes, error.Use.NeededBytes);
        Assert.Equal(64 << 10, error.Use.CapacityBytes);
        Assert.Equal(plan.ArenaBytes - (64 << 10), error.Use.OverflowBytes);
        Assert.NotNull(error.PeakLayer);
        Assert.NotEmpty(error.AliveAtPeak);
        Assert.Empty(Directory.EnumerateFiles(Environment.GetEnvironmentVariable("MCUSIM_CACHE")!, "*.elf", SearchOption.AllDirectories));
    }

    [Fact]
    public void Flash_too_small_is_told_to_the_byte()
    {
        using var cache = new TemporaryCache();
        Board With(long flash) => TestBoards.With(CoreKind.CortexM4, flashBytes: (uint)flash);
        long needed = Assert.Throws<DoesNotFitException>(() => FirmwareGenerator.Build(Model, With(1024), new())).Use.NeededBytes;
        Assert.NotNull(FirmwareGenerator.Build(Model, With(needed), new()));
        var error = Assert.Throws<DoesNotFitException>(() => FirmwareGenerator.Build(Model, With(needed - 4), new()));
        Assert.Equal((needed, 4), (error.Use.NeededBytes, error.Use.OverflowBytes));
        Assert.Contains("code and constants", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_arena_goes_to_the_first_candidate_with_room()
    {
        Board board = TestBoards.With(CoreKind.CortexM4);
        Plan small = FirmwarePlanner.Plan(Chain(height: 10), board.Core, new()), large = FirmwarePlanner.Plan(Chain(height: 300), board.Core, new());
        Assert.Null(FitChecker.Choose(small, board, new()).Arena);
        Assert.Equal("ram", FitChecker.Choose(large, board, new()).Arena!.Name);
        Assert.True(FitChecker.Check(large, board, new()).Fits);
    }

    [Fact]
    public void A_candidate_of_several_regions_is_one_span()
    {
        Board board = TestBoards.With(CoreKind.CortexM4) with { Placement = new("flash", "tcm", [["tcm", "ram"]]) };
        MemoryLayout layout = Assert.Single(MemoryLayout.Candidates(board));
        Assert.Null(layout.Arena);
        Assert.Equal(("tcm+ram", 0x10000000UL), (layout.Static.Name, layout.Static.Start));
    }

    private static Model Chain(int height)
    {
        var b = new GraphBuilder(1);
        Tensor input = b.Input(b.Int8(1, height, 20, 4)), output = b.Int8(1, height, 20, 20);
        b.Add(new Conv2D(0, input, b.Weights(0, 1, 1, 4, 20, 1, 1, 4), null, output, new(1, 1, 1, 1, 1, 1, 0, 0), Clamp.None));
        return b.Model("chain");
    }
}
