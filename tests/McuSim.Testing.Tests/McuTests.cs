using McuSim.Common;
using McuSim.Gate;
using McuSim.Testing;

namespace McuSim.Tests.Testing;

public sealed class McuTests
{
    public McuTests() => Toolchain.Require();

    [Fact]
    public async Task A_network_is_run_and_asserted()
    {
        McuRun run = await Mcu.Model("builtin").On("stm32f746").RunAsync(TestContext.Current.CancellationToken);

        run.ShouldFit();
        run.Latency.ShouldBeUnder(50.Milliseconds()).PeakSram.ShouldBeAtMost(64.Kilobytes());
        run.Cycles.ShouldBeAtLeast(1_000_000);
        run.ShouldKeep("flash.total", "80 %").ShouldKeep("layers.*.cycles", "1 M cycles");
        Assert.Equal(run.Cycles.Value, run.Figures("cycles"));
    }

    [Fact]
    public async Task A_broken_assertion_says_what_takes_it()
    {
        McuRun run = await Mcu.Model("builtin").On("stm32f746").RunAsync(TestContext.Current.CancellationToken);

        var e = Assert.Throws<AssertionException>(() => run.Latency.ShouldBeUnder(1.5.Milliseconds()));
        Assert.Matches(@"^builtin on stm32f746: latency is [0-9.]+ ms and should be under 1\.5 ms\n  most: layer_0[0-9]_conv_2d with [0-9,]+ cycles\n", e.Message);
        Assert.Contains("should be at least 1,048,576 B", Assert.Throws<AssertionException>(() => run.Flash.ShouldBeAtLeast(1024.Kilobytes())).Message);
        Assert.Contains("WithData", Assert.Throws<AssertionException>(() => run.Accuracy.ShouldBeAtLeast(89.5.Percent())).Message);
        Assert.Contains("over the limit", Assert.Throws<AssertionException>(() => run.ShouldKeep("stack", "1 B")).Message);
        Assert.Throws<McuSimException>(() => run.ShouldKeep("stack", "1 mile"));
    }

    [Fact]
    public async Task A_recorded_trace_is_a_baseline()
    {
        string folder = Directory.CreateTempSubdirectory("mcusim-test-").FullName;
        try
        {
            McuRun run = await Mcu.Model("builtin").On("stm32f746").RunAsync(TestContext.Current.CancellationToken);
            string file = Path.Combine(folder, "t.txt"), text = TraceText.Write(run.Trace);
            File.WriteAllText(file, text);
            run.Against(file).ShouldKeep("cycles", "+0").ShouldKeep("arena", "+0");
            File.WriteAllText(file, text.Replace($"\ncycles {Figure.Number(run.Cycles.Value)}", $"\ncycles {Figure.Number(run.Cycles.Value - 1)}", StringComparison.Ordinal));
            Assert.Contains("1 cycles over", Assert.Throws<AssertionException>(() => run.Against(file).ShouldKeep("cycles", "+0")).Message);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_network_that_does_not_fit_has_no_figures()
    {
        McuRun run = await Mcu.Model("zoo:mlperf-vww").On("bluepill").RunAsync(TestContext.Current.CancellationToken);

        Assert.False(run.Fits);
        Assert.Contains("does not fit: ", Assert.Throws<AssertionException>(() => run.Latency).Message);
        await Assert.ThrowsAsync<McuSimException>(() => Mcu.Model("no-such.tflite").RunAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Firmware_is_run_and_asserted()
    {
        string folder = Directory.CreateTempSubdirectory("mcusim-test-").FullName;
        try
        {
            string elf = TestProgram.WithLibrary("hello", folder);
            McuRun run = await Mcu.Firmware(elf).On("stm32f746").RunAsync(TestContext.Current.CancellationToken);

            run.Stack.ShouldBeUnder(8.Kilobytes()).Cycles.ShouldBeAtLeast(100);
            await Assert.ThrowsAsync<McuSimException>(() => Mcu.Firmware(elf).EndingWithin(10).RunAsync(TestContext.Current.CancellationToken));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
