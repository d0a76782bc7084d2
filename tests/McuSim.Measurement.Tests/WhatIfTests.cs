using McuSim.Boards;
using McuSim.Codegen;
using McuSim.Common;
using McuSim.Machine;
using McuSim.Measurement;
using McuSim.Models;

namespace McuSim.Tests.Measurement;

/// <summary>One run timed in several ways: each must give what a run of its own would give.</summary>
public sealed class WhatIfTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mcusim-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("stm32f412", "flash-ws=1")]
    [InlineData("stm32f412", "accelerator=off,prefetch=off")]
    [InlineData("stm32f746", "flash-ws=3")]
    public void A_what_if_is_a_run_on_a_board_that_is_set_up_so(string name, string text)
    {
        Toolchain.Require();
        Board board = BoardCatalog.Load(name);
        WhatIf whatIf = WhatIf.Parse(text, board);
        Firmware firmware = FirmwareGenerator.Build(BuiltInModels.KeywordSpotting, board, new BuildOptions());
        Board other = whatIf.Settings.Of(board);

        Report report = Run(board, whatIf);
        using NetworkRunner runner = NetworkRunner.Boot(firmware, other, RunLimits.None, TestContext.Current.CancellationToken);
        Inference alone = runner.Run(PseudoRandomInput.For(BuiltInModels.KeywordSpotting.Graph), TestContext.Current.CancellationToken);

        WhatIfUse use = Assert.Single(report.WhatIfs);
        Assert.Equal(alone.Cycles, use.Cycles);
        Assert.Equal(use.Cycles - report.Time.Cycles, use.DifferenceCycles);
        Assert.Equal(use.Cycles, use.Causes.Sum(c => c.Cycles));
        Assert.Equal(use.DifferenceCycles, use.Changes.Sum(c => c.Cycles));
    }

    [Fact]
    public void Faster_memory_and_fewer_wait_states_are_faster_and_no_cache_is_slower()
    {
        Toolchain.Require();
        Board board = BoardCatalog.Load("stm32f746");
        Report report = Run(board, [.. new[] { "dcache=off", "icache=off", "flash-ws=0", "data=sram1", "code=itcm" }.Select(t => WhatIf.Parse(t, board))]);

        Assert.Equal([1, 1, -1, 1, -1], report.WhatIfs.Select(w => Math.Sign(w.DifferenceCycles)));
        Assert.Equal("bus", report.WhatIfs[0].Changes[0].Cause);
    }

    [Fact]
    public void Boards_on_which_the_same_image_runs_share_a_run_and_get_reports_of_their_own()
    {
        Toolchain.Require();
        string[] names = ["nucleo-l4r5zi", "stm32f746", "nucleo-l4r5zi-singlebank"];
        MeasurementRequest[] requests = [.. names.Select(n => Request(BoardCatalog.Load(n)))];
        var runs = new List<string>();

        Report[] together = [.. NetworkMeasurement.RunAll(requests, progress: (_, what) => runs.Add(what)).Cast<Report>()];

        Assert.Contains("nucleo-l4r5zi, nucleo-l4r5zi-singlebank", runs);
        Assert.Equal(names, together.Select(r => r.Board.Name));
        foreach ((MeasurementRequest request, Report report) in requests.Zip(together))
        {
            Report alone = Assert.IsType<Report>(NetworkMeasurement.Run(request));
            Assert.Equal(alone.Time.Causes, report.Time.Causes);
            Assert.Equal(alone.Layers.Select(l => l.Cycles), report.Layers.Select(l => l.Cycles));
        }
    }

    [Fact]
    public void A_clock_takes_the_wait_states_of_the_boards_table_or_says_that_there_are_none()
    {
        Board board = BoardCatalog.Load("stm32f746");

        Assert.Equal(3, WhatIf.Parse("clock=120MHz", board).Settings.WaitStates);
        Assert.Equal(1, WhatIf.Parse("clock=120MHz,flash-ws=1", board).Settings.WaitStates);
        Assert.Contains("wait states kept", WhatIf.Parse("clock=400MHz", board).Note);
        Assert.Contains("clock_limits", WhatIf.Parse("clock=32MHz", BoardCatalog.Load("nrf52840dk")).Note);
    }

    [Theory]
    [InlineData("dcach=off", "did you mean \"dcache\"")]
    [InlineData("dcache=maybe", "on or off")]
    [InlineData("dcache", "needs a value")]
    [InlineData("data=dtmc", "did you mean \"dtcm\"")]
    [InlineData("data=flash", "no region")]
    [InlineData("flash-ws=-1", "wait states")]
    [InlineData("clock=fast", "frequency")]
    [InlineData("accelerator=off", "flash accelerator")]
    [InlineData(",", "names no change")]
    public void What_is_wrong_is_said_with_the_remedy(string text, string message)
    {
        var e = Assert.Throws<McuSimException>(() => WhatIf.Parse(text, BoardCatalog.Load("stm32f746")));

        Assert.Equal(ExitCode.BadInput, e.ExitCode);
        Assert.Contains(message, e.Message);
    }

    /// <summary>The caches are off on a real chip until the program switches them on; the report says what that costs.</summary>
    [Fact]
    public void Firmware_that_leaves_the_caches_off_is_slow_and_is_told_so()
    {
        FirmwareReport off = RunFirmware(), on = RunFirmware("-DENABLE");

        Assert.Equal((0, 0), (off.Ending.ExitCode, on.Ending.ExitCode));
        Assert.True(off.Profile!.Cycles > 2 * on.Profile!.Cycles, $"{off.Profile.Cycles} against {on.Profile.Cycles}");
        Assert.Contains(off.Advice, a => a.Setting == "icache=on" && a.CostPercent > 10 && a.Sentence.StartsWith("The instruction cache is off: costs ", StringComparison.Ordinal));
        Assert.Contains(off.Advice, a => a.Setting == "dcache=on" && a.CostPercent > 1);
        Assert.DoesNotContain(on.Advice, a => a.Setting.Contains("cache", StringComparison.Ordinal));
        Assert.Equal(off.Profile.Cycles, off.Profile.Causes.Sum(c => c.Cycles));
        Assert.Equal(off.Profile.Cycles, off.Profile.Functions.Sum(f => f.ExclusiveCycles));
    }

    [Fact]
    public void The_clock_is_the_programs_unless_the_boards_is_asked_for()
    {
        FirmwareReport program = RunFirmware(), board = RunFirmware(r => r with { FollowsChip = false });

        Assert.Equal(program.Profile!.Cycles / 16_000.0, program.Profile.Milliseconds, 5); // the internal oscillator, 16 MHz
        Assert.Equal(board.Profile!.Cycles / 216_000.0, board.Profile.Milliseconds, 5);
        Assert.True(board.Profile.Cycles > program.Profile.Cycles); // 7 wait states instead of the 0 of the reset
    }

    [Fact]
    public void A_slow_clock_costs_what_the_boards_clock_with_its_wait_states_would_save()
    {
        FirmwareReport program = RunFirmware(), board = RunFirmware(r => r with { FollowsChip = false });

        Advice clock = Assert.Single(program.Advice, a => a.Setting == "clock=216MHz");
        Assert.StartsWith("The core runs at 16 MHz of 216 MHz: costs ", clock.Sentence, StringComparison.Ordinal);
        Assert.Equal(100 * (1 - (board.Profile!.Milliseconds / program.Profile!.Milliseconds)), clock.CostPercent, 0.1);
        Assert.DoesNotContain(board.Advice, a => a.Setting.StartsWith("clock", StringComparison.Ordinal));
    }

    private FirmwareReport RunFirmware(params string[] options) => RunFirmware(r => r, options);

    private FirmwareReport RunFirmware(Func<FirmwareRequest, FirmwareRequest> change, params string[] options)
    {
        string elf = TestProgram.Bare("caches", folder, options);
        return FirmwareMeasurement.Run(change(new(ImageReader.Read(elf, null), BoardCatalog.Load("stm32f746"), new RunLimits(Instructions: 5_000_000)) { Advises = true }));
    }

    private static MeasurementRequest Request(Board board) => new(BuiltInModels.KeywordSpotting, board, new BuildOptions(), RunLimits.None);

    private static Report Run(Board board, params WhatIf[] whatIfs) =>
        Assert.IsType<Report>(NetworkMeasurement.Run(Request(board) with { WhatIfs = [.. whatIfs] }));
}
