using McuSim.Boards;
using McuSim.Codegen;
using McuSim.Common;
using McuSim.Models;

namespace McuSim.Tests.Codegen;

/// <summary>Where builds go: the cache, and the folder a user names.</summary>
public class BuildFolderTests
{
    private static readonly Board Board = TestBoards.With(CoreKind.CortexM4);

    [Fact]
    public void A_copy_of_everything_goes_to_the_output_folder()
    {
        using var cache = new TemporaryCache();
        using var folder = new TemporaryFolder();
        string output = Path.Combine(folder.Path, "out");
        Firmware firmware = FirmwareGenerator.Build(Small(), Board, new(), output);
        Assert.Equal(output, firmware.Directory);
        foreach (string file in (string[])["model.h", "model.c", "plan.txt", "plan.json", "link.ld", "firmware.elf", "firmware.map", "layers/layer_00_conv_2d.c"])
            Assert.True(File.Exists(Path.Combine(output, file)), file);
        Assert.Equal(firmware.ElfSha256, FirmwareGenerator.Build(Small(), Board, new(), output).ElfSha256);
    }

    [Fact]
    public void A_folder_that_holds_something_else_stays_as_it_is()
    {
        using var cache = new TemporaryCache();
        using var folder = new TemporaryFolder();
        string precious = Path.Combine(folder.Path, "thesis.txt");
        File.WriteAllText(precious, "precious");
        var error = Assert.Throws<McuSimException>(() => FirmwareGenerator.Build(Small(), Board, new(), folder.Path));
        Assert.Equal(ExitCode.BadInput, error.ExitCode);
        Assert.Equal("precious", File.ReadAllText(precious));
    }

    [Fact]
    public void A_damaged_cache_entry_is_built_again()
    {
        using var cache = new TemporaryCache();
        Firmware first = FirmwareGenerator.Build(Small(), Board, new());
        File.Delete(Path.Combine(first.Directory, "build.txt"));
        Firmware second = FirmwareGenerator.Build(Small(), Board, new());
        Assert.False(second.FromCache);
        Assert.Equal(first.ElfSha256, second.ElfSha256);
        Assert.Single(Directory.EnumerateDirectories(Path.GetDirectoryName(second.Directory)!));
    }

    [Fact]
    public void Cancelling_leaves_nothing_half_built()
    {
        using var cache = new TemporaryCache();
        FirmwareGenerator.Build(Small(), Board, new()); // so that the compiler's version is known
        Assert.ThrowsAny<OperationCanceledException>(() => FirmwareGenerator.Build(Small(), Board, new(StackBytes: 4096), null, new(canceled: true)));
        string builds = Path.Combine(Environment.GetEnvironmentVariable("MCUSIM_CACHE")!, "firmware");
        Assert.Single(Directory.EnumerateDirectories(builds));
    }

    [Fact]
    public Task A_network_that_only_reshapes_has_no_layers()
    {
        var b = new GraphBuilder(1);
        Tensor input = b.Input(b.Int8(1, 3, 5));
        b.Add(new Reshape(0, input, b.Int8(input.Quantization!, 15)));
        Model model = b.Model("reshape");
        Assert.Empty(FirmwarePlanner.Plan(model, Board.Core, new()).Layers);
        return HostProgram.AssertEqualsInterpreter(model, Board.Core, new(), HostProgram.RandomFrames(model.Graph, 2, 1));
    }

    private static Model Small()
    {
        var b = new GraphBuilder(1);
        Tensor input = b.Input(b.Int8(1, 5, 5, 4)), output = b.Int8(1, 5, 5, 6);
        b.Add(new Conv2D(0, input, b.Weights(0, 1, 1, 4, 6, 1, 1, 4), null, output, new(1, 1, 1, 1, 1, 1, 0, 0), Clamp.None));
        return b.Model("small");
    }
}
