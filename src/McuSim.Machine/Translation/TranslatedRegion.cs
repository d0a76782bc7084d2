using System.Collections.Immutable;

namespace McuSim.Machine.Translation;

/// <summary>Some blocks that branch to one another, as one piece of the host's code.</summary>
/// <param name="Blocks">The blocks; their numbers are <see cref="TranslatedState.Entry"/>.</param>
/// <param name="Code">The code.</param>
internal sealed record TranslatedRegion(ImmutableArray<TranslatedBlock> Blocks, TranslatedCode Code)
{
    /// <summary>Whether a block begins at an address.</summary>
    internal bool Holds(uint address) => address >= first && address <= last && starts.Contains(address);

    private readonly HashSet<uint> starts = [.. Blocks.Select(b => b.Address)];
    private readonly uint first = Blocks.Min(b => b.Address), last = Blocks.Max(b => b.Address);
}
