using System.Collections.Concurrent;
using McuSim.Boards;

namespace McuSim.Machine.Translation;

/// <summary>
/// What the machines of this process have translated, so that those that run the same code (the workers of an evaluation) translate it once. Kept as long as a machine uses it.
/// </summary>
internal sealed class SharedRegions
{
    private static readonly ConcurrentDictionary<(CoreKind, bool), SharedRegions> s_all = [];

    private readonly ConcurrentDictionary<uint, List<WeakReference<RegionCode>>> regions = [];

    /// <summary>The regions for a core, with or without accesses as events.</summary>
    internal static SharedRegions Of(CoreKind core, bool recordsAccesses) => s_all.GetOrAdd((core, recordsAccesses), _ => new SharedRegions());

    /// <summary>A region that begins with a block: one that is there and whose blocks are all the machine's too, or a new one. Who asks while it is being made waits for it.</summary>
    /// <param name="seed">The block.</param>
    /// <param name="code">The bytes of the machine's block at an address; null for none.</param>
    /// <param name="make">Makes it; null when the block is not for translated code.</param>
    internal RegionCode? Get(uint seed, Func<uint, byte[]?> code, Func<RegionCode?> make)
    {
        List<WeakReference<RegionCode>> known = regions.GetOrAdd(seed, _ => []);
        lock (known)
        {
            known.RemoveAll(k => !k.TryGetTarget(out _));
            foreach (WeakReference<RegionCode> one in known)
            {
                if (one.TryGetTarget(out RegionCode? region) && region.Blocks.All(b => code(b.Address).AsSpan().SequenceEqual(b.Code))) return region;
            }

            if (make() is not { } made)
                return null;
            known.Add(new WeakReference<RegionCode>(made));
            return made;
        }
    }
}
