using McuSim.Machine.Execution;

namespace McuSim.Machine.Memory;

/// <summary>
/// The pages whose stores the hooks do. libunicorn 2.0.1 looks for translated code behind every store, with several allocations; in pages that it may not write, and
/// where it therefore asks a hook, it does not. What the hooks store to pages that hold code goes the slow way, which makes the engine forget its translation.
/// </summary>
internal sealed unsafe class StorePages : IDisposable
{
    /// <summary>A page's flag: stores are the hooks'.</summary>
    internal const byte Fast = 1;

    /// <summary>A page's flag: a translated block begins there, and stores go the slow way.</summary>
    internal const byte Translated = 2;

    private const uint PageSize = MemoryMap.PageSize;
    private const nuint Pages = (uint.MaxValue / PageSize) + 2;

    private readonly HostMemory flags = new(Pages);
    private readonly HostMemory readable = new(Pages * (nuint)sizeof(nint)), writable = new(Pages * (nuint)sizeof(nint));
    private readonly HostMemory targets;
    private readonly HashSet<uint> withCode = [], translated = [], forbidden = [];

    internal StorePages(MemoryMap memory) => targets = new HostMemory((nuint)((memory.Regions.Length + 1) * sizeof(StoreTarget)));

    /// <summary>Of every page of the address space: <see cref="Fast"/>, <see cref="Translated"/> or 0.</summary>
    internal byte* Flags => flags.Pointer;

    /// <summary>Of every page that may be read: the host's byte of address 0, if there were one. Else 0.</summary>
    internal nint* Readable => (nint*)readable.Pointer;

    /// <summary>The same of every page whose flag is <see cref="Fast"/>.</summary>
    internal nint* Writable => (nint*)writable.Pointer;

    /// <summary>Whether all translated blocks may be executed: the memory protection unit could forbid it.</summary>
    internal bool MayExecute => forbidden.Count == 0 || !forbidden.Overlaps(translated);

    /// <summary>Room for one target per memory.</summary>
    internal StoreTarget* Targets => (StoreTarget*)targets.Pointer;

    /// <summary>A block begins in a page. Its last instruction may end in the next one.</summary>
    internal void Execute(uint address)
    {
        foreach (uint page in (ReadOnlySpan<uint>)[address / PageSize, (address / PageSize) + 1])
        {
            withCode.Add(page);
            Writable[page] = 0;
            if (Flags[page] == Fast) Flags[page] = 0;
        }
    }

    /// <summary>A translated block begins in a page.</summary>
    internal void MarkTranslated(uint address)
    {
        translated.Add(address / PageSize);
        Flags[address / PageSize] = Translated;
    }

    /// <summary>Says whether the memory protection unit forbids to execute a page.</summary>
    internal void ForbidCode(uint page, bool isForbidden)
    {
        if (isForbidden) forbidden.Add(page);
        else forbidden.Remove(page);
    }

    /// <summary>Whether bytes lie in a page that holds code.</summary>
    internal bool HoldCode(uint address, int size) => withCode.Contains(address / PageSize) || withCode.Contains((address + (uint)size - 1) / PageSize);

    /// <summary>Says what may be done in a page, and that the engine hands its stores over.</summary>
    /// <returns>Whether it may: the page is whole and writable.</returns>
    internal bool Take(MappedRegion region, uint page, bool isReadable, bool isWritable)
    {
        nint bias = (nint)region.Host.Pointer - (nint)region.MapStart;
        bool isWhole = page * PageSize >= region.Region.Start && (page + 1ul) * PageSize <= region.Region.End, isFast = isWhole && isWritable && !withCode.Contains(page);
        Flags[page] = isFast ? Fast : translated.Contains(page) ? Translated : (byte)0;
        Readable[page] = isWhole && isReadable ? bias : 0;
        Writable[page] = isFast ? bias : 0;
        return isWhole && isWritable;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        flags.Dispose();
        readable.Dispose();
        writable.Dispose();
        targets.Dispose();
    }
}
