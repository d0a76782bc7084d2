using McuSim.Measurement;

namespace McuSim.Gate;

/// <summary>What took writable memory: the arena, the stack or static data, and what in them.</summary>
internal static class MemoryBlame
{
    private static readonly string[] Parts = ["arena", "stack", "sram.static", "heap"];

    public static IEnumerable<string> Of(Trace before, Trace after, Alignment alignment, string metric)
    {
        if (metric is "stack" or "heap") return [];
        if (metric == "sram.static") return FlashBlame.Symbols(before, after, alignment, part => part is ImageSymbols.Initialised or ImageSymbols.Zeroed);
        if (metric.StartsWith("arena", StringComparison.Ordinal)) return ArenaBlame.Of(before, after, alignment);
        MetricChange[] changes = [.. TraceDifference.Changes(Only(before), Only(after))];
        int sign = changes.Sum(c => c.Difference) < 0 ? -1 : 1;
        var lines = TraceDifference.Largest(changes, c => sign * c.Difference).Select(c => c.Text);
        return changes.Any(c => c.Name == "arena" && c.Difference != 0) ? [.. lines, .. ArenaBlame.Of(before, after, alignment)] : lines;
    }

    private static Metrics Only(Trace trace) => new(trace.Headlines.Where(m => Parts.Contains(m.Name)));
}
