using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace McuSim.Codegen;

/// <summary>
/// Cycles of layers with certain kernels, measured on a board. They rank the kernels of a layer where every one is known; everything else is
/// estimated as usual.
/// </summary>
/// <param name="Cycles">Core cycles by <see cref="KernelKey"/>.</param>
/// <param name="Forced">Whether a layer takes only kernels that are listed, where any is: so a round of measurements chooses.</param>
public sealed record KernelCosts(ImmutableSortedDictionary<string, long> Cycles, bool Forced = false)
{
    /// <summary>No measurements.</summary>
    public static KernelCosts None { get; } = new(ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal));

    /// <summary>A hash of the content, so that builds with other measurements are other builds.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(Forced ? "forced\n" : "");
        foreach ((string key, long cycles) in Cycles) text.Append(CultureInfo.InvariantCulture, $"{key} {cycles}\n");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..32];
    }

    /// <summary>
    /// The offers for one operator, ranked by what was measured: the winner keeps its estimate, the others cost as many times more as they
    /// took, so that costs of different layers stay in one unit.
    /// </summary>
    internal ImmutableArray<KernelChoice> Rank(ImmutableArray<KernelChoice> offers, Func<KernelChoice, string> keyOf)
    {
        (KernelChoice Choice, long? Cycles)[] known = [.. offers.Select(o => (o, Cycles.TryGetValue(keyOf(o), out long c) ? (long?)c : null))];
        if (Forced) return known.Any(k => k.Cycles is not null) ? [.. known.Where(k => k.Cycles is not null).Select(k => k.Choice)] : offers;
        if (known.Any(k => k.Cycles is null or 0)) return offers;
        (KernelChoice best, long fewest) = known.Select(k => (k.Choice, k.Cycles!.Value)).First(k => IsBest(k.Value, known.Min(o => o.Cycles!.Value)));
        long CostOf(KernelChoice choice, long cycles) => keyOf(choice) == keyOf(best)
            ? best.Offer.Cost : Math.Max(best.Offer.Cost + 1, (long)(best.Offer.Cost * ((double)cycles / fewest)));
        return
        [
            .. known.Select(k => k.Choice with
            {
                Offer = k.Choice.Offer with { Cost = CostOf(k.Choice, k.Cycles!.Value) },
            }).OrderBy(k => k.Offer.Cost),
        ];
    }

    /// <summary>
    /// Whether a kernel is as good as the fastest. Where code lies in flash changes the cycles of a layer by a few in a hundred, so the first
    /// kernel, by estimate, that comes as near counts as the fastest.
    /// </summary>
    internal static bool IsBest(long cycles, long fewest) => cycles - fewest <= fewest / 32;
}
