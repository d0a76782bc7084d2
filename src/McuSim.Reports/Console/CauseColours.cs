using System.Collections.Immutable;

using McuSim.Measurement;

namespace McuSim.Reports;

/// <summary>Gives the causes that cost most a part number of their own for stacked bars; the rest share the last one.</summary>
internal sealed class CauseColours
{
    private const int Parts = 6;

    private readonly Dictionary<string, int> parts;

    /// <summary>Orders causes by their cycles.</summary>
    public CauseColours(ImmutableArray<CauseUse> causes)
    {
        ByCost = [.. causes.Where(c => c.Cycles > 0).OrderByDescending(c => c.Cycles)];
        parts = ByCost.Select(c => c.Cause).Distinct(StringComparer.Ordinal).Index().ToDictionary(c => c.Item, c => Math.Min(c.Index, Parts - 1), StringComparer.Ordinal);
    }

    /// <summary>Causes with cycles, most first.</summary>
    public ImmutableArray<CauseUse> ByCost { get; }

    /// <summary>The part number of a cause.</summary>
    public int Part(string cause) => parts.GetValueOrDefault(cause, Parts - 1);

    /// <summary>Cycles by part number.</summary>
    public long[] Split(ImmutableArray<CauseUse> causes)
    {
        long[] cycles = new long[Parts];
        foreach (CauseUse use in causes) cycles[Part(use.Cause)] += use.Cycles;
        return cycles;
    }
}
