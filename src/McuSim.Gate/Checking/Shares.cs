using McuSim.Measurement;

namespace McuSim.Gate;

/// <summary>What takes most of a figure, where there is no baseline that could say what took more.</summary>
internal static class Shares
{
    private const int Most = 3;

    public static IEnumerable<string> Of(Trace trace, string metric)
    {
        (string Name, long Value, MetricUnit Unit)[] parts = metric.Split('.')[0] switch
        {
            "latency" or "cycles" when trace.Layers.Length > 0 => [.. trace.Layers.Select(l => (l.Name, l.Cycles, MetricUnit.Cycles))],
            "latency" or "cycles" => [.. trace.Symbols.Where(s => s.Cycles is not null).Select(s => (s.Name, s.Cycles!.Value, MetricUnit.Cycles))],
            "flash" => [.. trace.Symbols.Where(s => s.Part is not null and not ImageSymbols.Zeroed).Select(s => (s.Name, s.Bytes, MetricUnit.Bytes))],
            "sram" or "arena" => [.. trace.Layers.Select(l => ($"arena in {l.Name}", l.ArenaBytes, MetricUnit.Bytes))],
            "macs" => [.. trace.Layers.Select(l => (l.Name, l.Macs, MetricUnit.Count))],
            _ => [],
        };
        return parts.OrderByDescending(p => p.Value).Take(Most).Select(p => $"most: {p.Name} with {Figure.Of(p.Value, p.Unit)}");
    }
}
