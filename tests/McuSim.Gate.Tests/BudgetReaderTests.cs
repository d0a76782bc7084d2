using McuSim.Codegen;
using McuSim.Common;
using McuSim.Gate;

namespace McuSim.Tests.Gate;

public sealed class BudgetReaderTests
{
    private const string Usual = """
        traces: baselines
        boards: [stm32f746, nucleo-l4r5zi]
        limits:
          sram.peak: +0
          cycles: +1 %
        models:
          "key words":
            model: models/kws.tflite
            optimize: speed
            dead_channels: keep
            stack: 4 KB
            data: data/kws
            samples: 100
            limits:
              sram.peak: 200 KB
              flash.total: 80 %
              latency: [50 ms, "+0"]
              accuracy.top1: ">= 89.0 %"
              layers.layer_03_conv_2d.cycles: 600,000
            per_board:
              nucleo-l4r5zi: {latency: 120.5 ms}
          built: builtin
        firmware:
          app:
            image: build/app.elf
            boards: [my-board.yaml]
            arguments: [a, "b c"]
            max_instructions: 2e6
            endless: true
            limits: {stack: 2 KB, functions.*.cycles: +0}
        """;

    [Fact]
    public void A_budget_is_read()
    {
        Budget budget = BudgetReader.Read("repo/mcusim.yml", Usual);

        Assert.Equal(["key words on stm32f746", "key words on nucleo-l4r5zi", "built on stm32f746", "built on nucleo-l4r5zi", "app on my-board"], budget.Cases.Select(c => c.Title));
        Assert.Equal(Path.Combine("repo", "baselines"), budget.Traces);
        var network = (NetworkSubject)budget.Cases[0].Subject;
        Assert.Equal((Path.Combine("repo", "models/kws.tflite"), 100, new BuildOptions(OptimizationGoal.Speed, 4096, PruneChannels: false)), (network.Model, network.Samples, network.Options));
        var firmware = (FirmwareSubject)budget.Cases[4].Subject;
        Assert.Equal((2_000_000, true), (firmware.Limits.Instructions, firmware.Endless));
        Assert.Equal(Path.Combine("repo", "my-board.yaml"), budget.Cases[4].Board);
    }

    [Fact]
    public void Special_limits_replace_general_ones_of_their_kind()
    {
        Budget budget = BudgetReader.Read("mcusim.yml", Usual);

        string[] Limits(int at) => [.. budget.Cases[at].Limits.Select(l => $"{l.Metric} {l.Kind} {l.Value}{(l.AtLeast ? " at least" : "")} line {l.Line}")];
        Assert.Equal(
        [
            "sram.peak Change 0 line 4", "cycles ChangeShare 1 line 5", "sram.peak Absolute 204800 line 15", "flash.total CapacityShare 80 line 16",
            "latency Absolute 50 line 17", "latency Change 0 line 17", "accuracy.top1 Absolute 89.0 at least line 18", "layers.layer_03_conv_2d.cycles Absolute 600000 line 19",
        ], Limits(0));
        Assert.Contains("latency Absolute 120.5 line 21", Limits(1));
        Assert.DoesNotContain("latency Absolute 50 line 17", Limits(1));
        Assert.Contains("latency Change 0 line 17", Limits(1));
        Assert.Equal(["sram.peak Change 0 line 4", "cycles ChangeShare 1 line 5"], Limits(2));
    }

    [Theory]
    [InlineData("sram.peek: 1 KB", "line 3", "did you mean \"sram.peak\"?")]
    [InlineData("latency: 200 KB", "line 3", "latency is in ms, us")]
    [InlineData("latency: 50 MS", "line 3", "did you mean \"ms\"?")]
    [InlineData("latency: 50", "has no unit")]
    [InlineData("latency: 80 %", "write \"+80 %\" for a change")]
    [InlineData("sram.peak: 200 kb", "did you mean \"KB\"?")]
    [InlineData("sram.peak: soon", "cannot be read")]
    [InlineData("sram.peak: -5 %", "asks to get better")]
    [InlineData("accuracy.top1: +1 %", "more is better here")]
    [InlineData("accuracy.top1: 0.9", "has no unit")]
    [InlineData("cycles: 5 KB", "cycles is in cycles")]
    [InlineData("cycles: {a: b}", "must be a single value")]
    public void A_wrong_limit_is_an_error_with_line_and_remedy(string limit, params string[] expected)
    {
        var e = Assert.Throws<McuSimException>(() => BudgetReader.Read("mcusim.yml", $"boards: [stm32f746]\nlimits:\n  {limit}\nmodels: {{a: builtin}}\n"));

        Assert.Equal(ExitCode.BadInput, e.ExitCode);
        Assert.StartsWith("mcusim.yml, line 3: ", e.Message);
        Assert.All(expected, part => Assert.Contains(part, e.Message));
    }

    [Theory]
    [InlineData("modles: {a: builtin}", "did you mean \"models\"?")]
    [InlineData("models: {a: {modle: b.tflite}}\nboards: [stm32f746]", "did you mean \"model\"?")]
    [InlineData("models: {a: builtin}", "names no boards")]
    [InlineData("models: {a: builtin}\nboards: [stm32f764]", "did you mean \"stm32f7")]
    [InlineData("models: {a: builtin}\nboards: [stm32f746, stm32f746]", "twice")]
    [InlineData("boards: [stm32f746]", "names nothing to check")]
    [InlineData("boards: [stm32f746]\nmodels: {a: {model: b.tflite, samples: 3}}", "give \"data\" as well")]
    [InlineData("boards: [stm32f746]\nmodels: {a: {model: b.tflite, optimize: fast}}", "one of balanced, speed, memory")]
    [InlineData("boards: [stm32f746]\nfirmware: {a: {image: b.elf, endless: true}}", "max_instructions")]
    [InlineData("boards: [stm32f746]\nmodels: {a: {model: builtin, per_board: {stm32f412: {latency: 1 ms}}}}", "does not run on \"stm32f412\"")]
    [InlineData("boards: [stm32f746]\nmodels: {a: builtin}\nfirmware: {a: b.elf}", "twice")]
    public void A_wrong_file_is_an_error_with_line_and_remedy(string text, string expected)
    {
        var e = Assert.Throws<McuSimException>(() => BudgetReader.Read("mcusim.yml", text));

        Assert.Matches("^mcusim.yml, line [0-9]+: ", e.Message);
        Assert.Contains(expected, e.Message);
    }

    [Fact]
    public void Damaged_files_never_give_another_error()
    {
        var random = new Random(3);
        int refused = 0;
        for (int i = 0; i < 3_000; i++)
        {
            try
            {
                BudgetReader.Read("mcusim.yml", Damage.Text(Usual, random));
            }
            catch (McuSimException e)
            {
                refused++;
                Assert.Equal(ExitCode.BadInput, e.ExitCode);
                Assert.DoesNotContain('\n', e.Message);
            }
        }

        Assert.True(refused > 1_000, $"{refused} of 3,000 were refused");
    }

    [Fact]
    public void A_starter_file_reads_back()
    {
        string folder = Directory.CreateTempSubdirectory("mcusim-test-").FullName;
        try
        {
            foreach (string name in (string[])["a.tflite", "b: {c}.tflite", "\"q\"#.tflite", "- x.elf"]) File.WriteAllText(Path.Combine(folder, name), "");
            Budget budget = BudgetReader.Read(Path.Combine(folder, "mcusim.yml"), StarterBudget.For(folder, ["stm32f746"]));

            Assert.Equal(["\"q\"#", "a", "b: {c}", "- x"], budget.Cases.Select(c => c.Name));
            Assert.All(budget.Cases, c => Assert.True(File.Exists(c.Subject is NetworkSubject n ? n.Model : ((FirmwareSubject)c.Subject).Image)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("layers.*.cycles", "layers.layer_00_conv_2d.cycles", true)]
    [InlineData("layers.*.cycles", "layers.layer_00_conv_2d.code", false)]
    [InlineData("layers.*conv*.cycles", "layers.layer_00_conv_2d.cycles", true)]
    [InlineData("layers.*conv*.cycles", "layers.layer_00_add.cycles", false)]
    [InlineData("a*a", "a", false)]
    [InlineData("*", "x", true)]
    public void A_star_stands_for_any_characters(string pattern, string name, bool matches) => Assert.Equal(matches, MetricNames.Matches(pattern, name));
}
