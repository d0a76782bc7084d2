using McuSim.Gate;
using McuSim.Measurement;

namespace McuSim.Tests.Gate;

/// <summary>Made-up traces whose parts add up.</summary>
internal static class Traces
{
    public static Trace Small(params LayerTrace[] layers) => new(
        "net", "stm32f746",
        [new(FactNames.Model, "net"), new(FactNames.ModelHash, new string('a', 64)), new(FactNames.Compiler, "gcc 12")],
        Figures(layers),
        [.. layers],
        [.. layers.Select((l, i) => Out(l.Name, 1_000, i % 2 * 1_000, l.Name, i + 1 < layers.Length ? layers[i + 1].Name : BufferTrace.End))],
        [.. layers.Select(l => new SymbolTrace(l.Name, "code", l.CodeBytes, l.Cycles, null))]);

    public static Trace Usual() => Small(Conv(0), Conv(1), Add(2), Conv(3));

    public static LayerTrace Conv(int position, long cycles = 50_000, string kernel = "conv_2d_dsp", string shape = "1x8x8x4") =>
        new($"layer_{position:00}_conv_2d", "CONV_2D", kernel, shape, 9_216, cycles, 2_000, 300, 400);

    public static LayerTrace Add(int position) => new($"layer_{position:00}_add", "ADD", "add", "1x8x8x4", 0, 5_000, 2_000, 0, 120);

    public static BufferTrace Out(string layer, long bytes, long offset, string first, string last) => new($"{layer}/out", bytes, offset, first, last);

    public static Trace With(this Trace trace, string name, decimal value) => trace with
    {
        Headlines = new(trace.Headlines.Select(m => m.Name == name ? m with { Value = value } : m)),
    };

    private static Metrics Figures(IReadOnlyCollection<LayerTrace> layers) => new(
    [
        new("latency", layers.Sum(l => l.Cycles) / 216_000m, MetricUnit.Milliseconds),
        new("cycles", layers.Sum(l => l.Cycles), MetricUnit.Cycles),
        new("sram.peak", 2_100, MetricUnit.Bytes, Capacity: 65_536),
        new("sram.static", 0, MetricUnit.Bytes),
        new("arena", 2_000, MetricUnit.Bytes),
        new("stack", 100, MetricUnit.Bytes),
        new("flash.total", layers.Sum(l => l.CodeBytes), MetricUnit.Bytes, Capacity: 1_048_576),
        new("accuracy.top1", 91.25m, MetricUnit.Percent, Direction.Higher),
        new("causes.issue", layers.Sum(l => l.Cycles) - 1_000, MetricUnit.Cycles),
        new("causes.flash", 1_000, MetricUnit.Cycles),
    ]);
}
