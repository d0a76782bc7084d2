using McuSim.Measurement;

namespace McuSim.Gate;

/// <summary>Which symbols took flash.</summary>
internal static class FlashBlame
{
    public static IEnumerable<string> Of(Trace before, Trace after, Alignment alignment, string metric)
    {
        string[]? parts = metric switch
        {
            "flash.code" => ["code"],
            "flash.constants" => ["constants"],
            "flash.startup" => ["start-up"],
            _ => null,
        };
        return Symbols(before, after, alignment, part => part != ImageSymbols.Zeroed && (parts is null || parts.Contains(part)));
    }

    /// <summary>The symbols of some parts that grew (that shrank, where all together did).</summary>
    public static IEnumerable<string> Symbols(Trace before, Trace after, Alignment alignment, Func<string, bool> chosen)
    {
        Metrics Sizes(Trace trace, Func<string, string> name) => new(trace.Symbols
            .Where(s => s.Part is not null && chosen(s.Part)).Select(s => new Metric($"{name(s.Name)} ({s.Part})", s.Bytes, MetricUnit.Bytes)));
        MetricChange[] changes = [.. TraceDifference.Changes(Sizes(before, alignment.SymbolNow), Sizes(after, n => n))];
        int sign = changes.Sum(c => c.Difference) < 0 ? -1 : 1;
        return TraceDifference.Largest(changes, c => sign * c.Difference).Select(c => c.Text);
    }
}
