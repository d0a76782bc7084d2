using McuSim.Boards;
using McuSim.Codegen;
using McuSim.Common;
using McuSim.Machine;
using McuSim.Measurement;
using McuSim.Models;

namespace McuSim.Tests.Measurement;

/// <summary>Numbers of a board are found again from cycles that a board with these numbers gave.</summary>
public sealed class CalibratorTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mcusim-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_line_fill_is_found_from_the_layers_of_a_network_and_written_into_a_board_file()
    {
        Toolchain.Require();
        Board board = BoardCatalog.Load("stm32f746"), real = board with { Flash = board.Flash with { LineFillCycles = 19, LineBusyCycles = 19 } };
        string log = Log(RegionTimers.OfNetwork(BuiltInModels.KeywordSpotting, board, new BuildOptions(), RunLimits.None)([real], default)[0], n => n.StartsWith("layer", StringComparison.Ordinal));

        CalibrationResult result = Calibrator.OnNetwork(BuiltInModels.KeywordSpotting, board, CycleLog.Read(log), new BuildOptions(), RunLimits.None, TestContext.Current.CancellationToken);

        Assert.Equal([19, 6], result.Parameters.Select(p => p.After));
        Assert.Equal([true, false], result.Parameters.Select(p => p.WasFitted)); // its data lie in DTCM, so SRAM cannot be told
        Assert.All(result.Regions, r => Assert.Equal(0, r.PercentAfter, 6));
        string file = Path.Combine(folder, "mine.yaml");
        File.WriteAllText(file, CalibratedBoardFile.Text(result, "stm32f746", "dwt \"x\".csv", "kws.tflite"));
        Board read = BoardCatalog.Load(file);
        Assert.Equal(real.Flash, read.Flash);
        Assert.Equal(board.Regions, read.Regions);
    }

    /// <summary>Regions that wait for flash and SRAM in different proportions tell both numbers; in the same proportion only the stronger.</summary>
    [Theory]
    [InlineData(100, 10, 20, 30, true)]
    [InlineData(100, 10, 200, 20, false)]
    public void Numbers_are_fitted_where_the_log_can_tell_them_apart(int flash1, int sram1, int flash2, int sram2, bool both)
    {
        Board board = BoardCatalog.Load("stm32f746");
        IReadOnlyDictionary<string, double> Cycles(Board b) => new Dictionary<string, double>
        {
            ["one"] = 5000 + (flash1 * b.Flash.LineFillCycles) + (sram1 * b.Region("sram1").LineFillCycles),
            ["two"] = 5000 + (flash2 * b.Flash.LineFillCycles) + (sram2 * b.Region("sram1").LineFillCycles),
        };
        var parameters = BoardParameter.Of(board);
        var real = Cycles(parameters[1].Set(parameters[0].Set(board, 25), both ? 11 : 6));
        var log = new CycleLog("dwt.csv", [new("one", real["one"]), new("two", real["two"])]);

        CalibrationResult result = Calibrator.Fit(board, log, (boards, _) => [.. boards.Select(Cycles)], default);

        Assert.Equal([25, both ? 11 : 6], result.Parameters.Select(p => p.After));
        Assert.Equal([true, both], result.Parameters.Select(p => p.WasFitted));
        Assert.All(result.Regions, r => Assert.Equal(0, r.PercentAfter, 6));
    }

    [Fact]
    public void A_line_fill_is_found_from_a_function_of_a_firmware_image()
    {
        var image = ImageReader.Read(TestProgram.Bare("caches", folder), null);
        var limits = new RunLimits(Instructions: 5_000_000);
        Board board = BoardCatalog.Load("stm32f746"), real = BoardParameter.Of(board)[0].Set(board, 25);
        string log = Log(RegionTimers.OfFirmware(image, followsChip: true, limits)([real], default)[0], n => n == "work");

        CalibrationResult result = Calibrator.OnFirmware(image, board, CycleLog.Read(log), followsChip: true, limits, TestContext.Current.CancellationToken);

        Assert.Equal(25, result.Parameters[0].After); // the caches are off at first, so most reads wait for flash
        Assert.Equal(0, Assert.Single(result.Regions).PercentAfter, 6);
    }

    [Fact]
    public void A_log_that_depends_on_no_free_number_is_refused()
    {
        var log = new CycleLog("dwt.csv", [new("one", 100)]);

        var e = Assert.Throws<McuSimException>(() => Calibrator.Fit(BoardCatalog.Load("stm32f746"), log, (boards, _) => [.. boards.Select(_ => new Dictionary<string, double> { ["one"] = 90 })], default));

        Assert.Contains("flash.line_fill_cycles", e.Message);
    }

    [Theory]
    [InlineData("region\nx\n", "columns region and cycles")]
    [InlineData("region,cycles\n", "no line")]
    [InlineData("region,cycles\nx,-3\n", "line 2")]
    [InlineData("region,cycles\nx,many\n", "\"many\"")]
    [InlineData("region,cycles\n,7\n", "names no region")]
    public void A_log_that_is_none_is_refused_with_its_place(string text, string message)
    {
        string path = Path.Combine(folder, "dwt.csv");
        File.WriteAllText(path, text);

        var e = Assert.Throws<McuSimException>(() => CycleLog.Read(path));

        Assert.Equal(ExitCode.BadInput, e.ExitCode);
        Assert.Contains(path, e.Message);
        Assert.Contains(message, e.Message);
    }

    [Fact]
    public void A_region_that_the_program_does_not_have_is_named_with_what_may_be_meant()
    {
        var log = new CycleLog("dwt.csv", [new("layer_0_conv", 10)]);

        var e = Assert.Throws<McuSimException>(() => RegionTimers.Of(log, new Dictionary<string, double> { ["layer_00_conv_2d"] = 1 }));

        Assert.Contains("did you mean \"layer_00_conv_2d\"", e.Message);
    }

    [Fact]
    public void A_region_measured_several_times_counts_with_its_mean()
    {
        string path = Path.Combine(folder, "dwt.csv");
        File.WriteAllText(path, "region,cycles\na,10\nb,5\na,20\n");

        Assert.Equal([new("a", 15), new("b", 5)], CycleLog.Read(path).Regions);
    }

    private string Log(IReadOnlyDictionary<string, double> regions, Func<string, bool> which)
    {
        string path = Path.Combine(folder, "dwt.csv");
        File.WriteAllLines(path, ["region,cycles", .. regions.Where(r => which(r.Key)).Select(r => FormattableString.Invariant($"{r.Key},{r.Value}"))]);
        return path;
    }
}
