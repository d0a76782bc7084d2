using System.Collections.Immutable;

namespace McuSim.Machine.Translation;

/// <summary>A region as a machine uses it.</summary>
/// <param name="code">Its code.</param>
internal sealed class TranslatedRegion(RegionCode code)
{
    /// <summary>Going from the engine to translated code and back costs as much time as it gains in so many bytes of code.</summary>
    private const int WorthwhileBytes = 1000;

    private const int Entries = 64, FirstRest = 20_000, ShortRest = 500, LongestRest = 20_000_000;

    private readonly HashSet<uint> starts = [.. code.Blocks.Select(b => b.Address)];
    private readonly uint first = code.Blocks.Min(b => b.Address), last = code.Blocks.Max(b => b.Address);
    private int entries, rest, nextRest = FirstRest;
    private long bytes;

    /// <summary>The blocks.</summary>
    internal ImmutableArray<TranslatedBlock> Blocks => code.Blocks;

    /// <summary>The code.</summary>
    internal TranslatedCode Code => code.Code;

    /// <summary>Whether it uses the floating-point unit's registers.</summary>
    internal bool UsesFloat => code.UsesFloat;

    /// <summary>Whether the engine keeps what it could leave to the region, because it would soon have it back: a loop that polls a device, or code among instructions that are not translated.</summary>
    internal bool Rests => rest > 0;

    /// <summary>Whether a block begins at an address.</summary>
    internal bool Holds(uint address) => address >= first && address <= last && starts.Contains(address);

    /// <summary>The engine is at one of the blocks: whether it is to leave it to the region. A rest ends some time.</summary>
    internal bool Takes() => rest == 0 || --rest == 0;

    /// <summary>The region cannot run as things are: the engine is to go on for a while.</summary>
    internal void Refuse() => rest = Math.Max(rest, ShortRest);

    /// <summary>The engine has been left here, and got so many bytes of code later what it is to go on with.</summary>
    internal void Count(long executed)
    {
        entries++;
        bytes += executed;
        if (entries < Entries)
            return;
        if (bytes < entries * WorthwhileBytes)
        {
            rest = nextRest;
            nextRest = Math.Min(2 * nextRest, LongestRest);
        }

        (entries, bytes) = (0, 0);
    }
}
