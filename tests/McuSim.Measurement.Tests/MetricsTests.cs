using McuSim.Boards;
using McuSim.Codegen;
using McuSim.Machine;
using McuSim.Measurement;
using McuSim.Models;

namespace McuSim.Tests.Measurement;

public sealed class MetricsTests
{
    [Fact]
    public void Equal_names_are_added_in_the_first_one_s_place()
    {
        var metrics = new Metrics([new("functions.init.cycles", 3, MetricUnit.Cycles), new("b", 1, MetricUnit.Count), new("functions.init.cycles", 4, MetricUnit.Cycles)]);

        Assert.Equal([("functions.init.cycles", 7m), ("b", 1m)], metrics.Select(m => (m.Name, m.Value)));
        Assert.Null(metrics.Find("c"));
    }

    [Fact]
    public void A_network_s_report_is_flattened()
    {
        Toolchain.Require();
        Board board = BoardCatalog.Load("stm32f746");
        var report = (Report)NetworkMeasurement.Run(new(BuiltInModels.KeywordSpotting, board, new BuildOptions(), new RunLimits()));
        var metrics = Metrics.Of(report);

        Assert.Equal(report.Time.Cycles, metrics.Find("cycles")!.Value);
        Assert.Equal(report.Time.Milliseconds, (double)metrics.Find("latency")!.Value, 9);
        Assert.Equal(report.Memory.Flash.CapacityBytes, metrics.Find("flash.total")!.Capacity);
        Assert.Equal(report.Layers.Select(l => (decimal)l.Cycles), report.Layers.Select(l => metrics.Find($"layers.{l.Name}.cycles")!.Value));
        Assert.Equal(report.Time.Cycles, metrics.Where(m => m.Name.StartsWith("functions.", StringComparison.Ordinal)).Sum(m => m.Value));
        Assert.Equal("latency", metrics[0].Name);
    }

    [Fact]
    public void A_misfit_has_what_is_missing()
    {
        var misfit = new Misfit(new("mcusim", "0"), new("m", "", 0, 0, [], [], true), new("b", "", "", 1, ""), "flash", 2_000, 1_000, null, [], []);

        Assert.Equal([new Metric("regions.flash", 2_000, MetricUnit.Bytes, Capacity: 1_000)], Metrics.Of(misfit));
    }
}
