using McuSim.Common;
using McuSim.Gate;

namespace McuSim.Tests.Gate;

public sealed class CheckerTests : IDisposable
{
    private const string Usual = """
        boards: [stm32f746]
        limits: {cycles: +0, arena: +0, flash.total: +0}
        models: {net: net.tflite}
        """;

    private readonly Repository repository = new();

    public CheckerTests() => Toolchain.Require();

    public void Dispose() => repository.Dispose();

    [Fact]
    public void What_was_recorded_is_kept_and_comes_from_the_cache()
    {
        repository.Write("mcusim.yml", Usual);
        repository.WriteNetwork();
        Assert.Equal(ExitCode.LimitBroken, repository.Check().ExitCode);
        RecordResult recorded = repository.Record();
        CheckResult again = repository.Check();

        Assert.Equal([$"new       {repository.PathOf("traces/net.stm32f746.txt")}"], recorded.Lines);
        Assert.Equal(ExitCode.Done, again.ExitCode);
        Assert.True(again.Cases[0].Cached);
        Assert.False(repository.Check(useCache: false).Cases[0].Cached);
        Assert.Equal([$"unchanged {repository.PathOf("traces/net.stm32f746.txt")}"], repository.Record().Lines);
    }

    [Fact]
    public void One_cycle_and_one_byte_more_are_caught()
    {
        repository.Write("mcusim.yml", Usual);
        repository.WriteNetwork();
        repository.Record();
        Trace trace = TraceReader.ReadFile(repository.PathOf("traces/net.stm32f746.txt"));
        decimal cycles = trace.Metrics.Find("cycles")!.Value, arena = trace.Metrics.Find("arena")!.Value;
        repository.Edit("traces/net.stm32f746.txt", $"\ncycles {Figure.Number(cycles)} ", $"\ncycles {Figure.Number(cycles - 1)} ");
        repository.Edit("traces/net.stm32f746.txt", $"\narena {Figure.Number(arena)} ", $"\narena {Figure.Number(arena - 1)} ");
        CheckResult result = repository.Check();

        Assert.Equal(ExitCode.LimitBroken, result.ExitCode);
        Assert.Equal(
        [
            $"cycles is {Figure.Number(cycles)} cycles, 1 cycles over the limit of {Figure.Number(cycles - 1)} cycles (+0 to the baseline of {Figure.Number(cycles - 1)} cycles)",
            $"arena is {Figure.Number(arena)} B, 1 B over the limit of {Figure.Number(arena - 1)} B (+0 to the baseline of {Figure.Number(arena - 1)} B)",
        ], result.Cases[0].Limits.Where(l => !l.Kept).Select(l => l.Sentence));
    }

    [Fact]
    public void The_result_does_not_depend_on_workers_or_load()
    {
        repository.Write("mcusim.yml", "boards: [stm32f746, stm32f412, nucleo-l4r5zi]\nlimits: {cycles: 1}\nmodels: {net: net.tflite, b: {model: net.tflite, optimize: memory}}");
        repository.WriteNetwork();
        string[] Texts(int workers) => [.. repository.Check(workers, useCache: false).Cases.Select(c => TraceText.Write(c.Trace!) + string.Join('\n', c.Limits.Select(l => l.Sentence + string.Join('|', l.Blame))))];
        string[] first = Texts(1);
        string[][] others = [.. Enumerable.Range(0, 4).AsParallel().WithDegreeOfParallelism(4).Select(i => Texts(1 + i))];

        Assert.All(others, texts => Assert.Equal(first, texts));
    }

    [Fact]
    public void A_network_that_does_not_fit_fails_until_that_is_recorded()
    {
        repository.Write("mcusim.yml", "boards: [bluepill]\nlimits: {sram.peak: +0}\nmodels: {big: big.tflite}");
        repository.WriteNetwork("big.tflite", channels: 160);
        CheckResult result = repository.Check();
        LimitResult limit = Assert.Single(result.Cases[0].Limits);

        Assert.Equal(ExitCode.LimitBroken, result.ExitCode);
        Assert.StartsWith("the network does not fit: ", limit.Sentence);
        repository.Record();
        Assert.Equal(ExitCode.Done, repository.Check().ExitCode);
        repository.Write("mcusim.yml", "boards: [bluepill]\nlimits: {sram.peak: 30 KB}\nmodels: {big: big.tflite}");
        Assert.Equal(ExitCode.LimitBroken, repository.Check().ExitCode);
    }

    [Fact]
    public void A_limit_on_what_there_is_not_is_an_error_with_its_line()
    {
        repository.Write("mcusim.yml", "boards: [stm32f746]\nmodels:\n  net:\n    model: net.tflite\n    limits:\n      layers.layer_0_conv_2d.cycles: 1");
        repository.WriteNetwork();
        CheckResult result = repository.Check();

        Assert.Equal(ExitCode.BadInput, result.ExitCode);
        Assert.EndsWith("mcusim.yml, line 6: net on stm32f746 has no metric \"layers.layer_0_conv_2d.cycles\"; did you mean \"layers.layer_00_conv_2d.cycles\"?", result.Cases[0].Problem!.Message);
        repository.Write("mcusim.yml", "boards: [stm32f746]\nlimits: {accuracy.top1: '90 %'}\nmodels: {net: net.tflite}");
        Assert.Contains("line 2", Assert.Throws<McuSimException>(() => repository.Check()).Message);
    }

    [Fact]
    public void One_broken_case_does_not_hide_the_others()
    {
        repository.Write("mcusim.yml", "boards: [stm32f746]\nlimits: {cycles: 1}\nmodels: {gone: gone.tflite, net: net.tflite}");
        repository.WriteNetwork();
        CheckResult result = repository.Check();

        Assert.Equal(ExitCode.BadInput, result.ExitCode);
        Assert.Contains("gone.tflite", result.Cases[0].Problem!.Message);
        Assert.Contains("most: layer_", result.Cases[1].Limits[0].Blame[0]);
    }

    [Fact]
    public void A_damaged_baseline_is_bad_input()
    {
        repository.Write("mcusim.yml", Usual);
        repository.WriteNetwork();
        repository.Record();
        repository.Edit("traces/net.stm32f746.txt", "cycles", "bananas");

        Assert.Equal(ExitCode.BadInput, Assert.Throws<McuSimException>(() => repository.Check()).ExitCode);
    }

    [Fact]
    public void An_interrupted_record_leaves_the_baseline_whole()
    {
        repository.Write("mcusim.yml", Usual);
        repository.WriteNetwork();
        repository.Record();
        string before = File.ReadAllText(repository.PathOf("traces/net.stm32f746.txt"));
        repository.WriteNetwork(channels: 12);
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() => Recorder.Run(repository.Budget(), new(2), false, cancellation.Token));
        Assert.Equal(before, File.ReadAllText(repository.PathOf("traces/net.stm32f746.txt")));
        Assert.Single(Directory.GetFiles(repository.PathOf("traces")));
    }

    [Fact]
    public void The_ratchet_takes_what_got_better_and_nothing_else()
    {
        repository.Write("mcusim.yml", "# our budget\nboards: [stm32f746]\nmodels:\n  net:\n    model: net.tflite\n    limits:\n      latency: 50 ms   # soft\n      flash.total: [64 KB, +0]\n      cycles: +0\n");
        repository.WriteNetwork(channels: 12);
        repository.Record();
        string recorded = File.ReadAllText(repository.PathOf("traces/net.stm32f746.txt"));
        repository.WriteNetwork(channels: 16);
        RecordResult worse = repository.Record(ratchet: true);
        Assert.True(worse.Worse);
        Assert.StartsWith("kept ", worse.Lines[0]);
        Assert.Equal(recorded, File.ReadAllText(repository.PathOf("traces/net.stm32f746.txt")));
        Assert.Contains("50 ms   # soft", File.ReadAllText(repository.BudgetFile));

        repository.WriteNetwork(channels: 8);
        RecordResult better = repository.Record(ratchet: true);
        Assert.False(better.Worse);
        Assert.NotEqual(recorded, File.ReadAllText(repository.PathOf("traces/net.stm32f746.txt")));
        Assert.Matches("# our budget\n[^#]*latency: 0\\.[0-9]{1,3} ms   # soft\n      flash.total: \\[[0-9]+\\.[0-9]+ KB, \\+0\\]", File.ReadAllText(repository.BudgetFile));
        Assert.Equal(ExitCode.Done, repository.Check().ExitCode);
    }
}
