using System.Collections.Immutable;

namespace McuSim.Codegen;

/// <summary>What a firmware takes of one part of the board's memory.</summary>
/// <param name="Region">The board's region, or several joined by <c>+</c>.</param>
/// <param name="Purpose">What it holds: <c>code and constants</c>, <c>stack and static data</c>, <c>arena</c>, or the last two together.</param>
/// <param name="NeededBytes">Bytes needed.</param>
/// <param name="CapacityBytes">Bytes there are.</param>
public sealed record RegionUse(string Region, string Purpose, long NeededBytes, long CapacityBytes)
{
    /// <summary>By how many bytes it does not fit; 0 when it fits.</summary>
    public long OverflowBytes => Math.Max(0, NeededBytes - CapacityBytes);
}

/// <summary>Whether a network fits a board.</summary>
/// <param name="Uses">What it takes, region by region, in the placement that fits (or, when none does, in the one with the most room).</param>
public sealed record FitResult(ImmutableArray<RegionUse> Uses)
{
    /// <summary>Whether every part fits.</summary>
    public bool Fits => Uses.All(u => u.OverflowBytes == 0);
}
