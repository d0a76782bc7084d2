using McuSim.Machine.Execution;

namespace McuSim.Machine.Memory;

/// <summary>
/// The pages whose stores the hooks do. libunicorn 2.0.1 looks for translated code behind every store, with several allocations; in pages that it may not write, and
/// where it therefore asks a hook, it does not. What the hooks store to pages that hold code goes the slow way, which makes the engine forget its translation.
/// </summary>
internal sealed unsafe class StorePages : IDisposable
{
    private const uint PageSize = MemoryMap.PageSize;

    private readonly HostMemory flags = new((uint.MaxValue / PageSize) + 2);
    private readonly HostMemory targets;
    private readonly HashSet<uint> withCode = [];

    internal StorePages(MemoryMap memory) => targets = new HostMemory((nuint)((memory.Regions.Length + 1) * sizeof(StoreTarget)));

    /// <summary>Of every page of the address space: 1 where stores go the fast way, else 0.</summary>
    internal byte* Flags => flags.Pointer;

    /// <summary>Room for one target per memory.</summary>
    internal StoreTarget* Targets => (StoreTarget*)targets.Pointer;

    /// <summary>A block begins in a page. Its last instruction may end in the next one.</summary>
    internal void Execute(uint address)
    {
        foreach (uint page in (ReadOnlySpan<uint>)[address / PageSize, (address / PageSize) + 1])
        {
            withCode.Add(page);
            Flags[page] = 0;
        }
    }

    /// <summary>Whether bytes lie in a page that holds code.</summary>
    internal bool HoldCode(uint address, int size) => withCode.Contains(address / PageSize) || withCode.Contains((address + (uint)size - 1) / PageSize);

    /// <summary>Says that the engine hands the stores to a page over.</summary>
    /// <returns>Whether it may: the page is whole and writable.</returns>
    internal bool Take(MappedRegion region, uint page, bool isWritable)
    {
        bool takes = isWritable && page * PageSize >= region.Region.Start && (page + 1ul) * PageSize <= region.Region.End;
        Flags[page] = takes && !withCode.Contains(page) ? (byte)1 : (byte)0;
        return takes;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        flags.Dispose();
        targets.Dispose();
    }
}
