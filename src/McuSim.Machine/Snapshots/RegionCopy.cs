using McuSim.Machine.Memory;

namespace McuSim.Machine;

/// <summary>
/// A copy of one memory. Pages that were zero take no room, and restoring touches only pages that differ: comparing runs at the
/// speed of the host's memory, a fraction of a millisecond for the largest microcontroller.
/// </summary>
internal sealed unsafe class RegionCopy : IDisposable
{
    private const int PageSize = 4096;

    private readonly MappedRegion region;
    private readonly HostMemory copy;

    internal RegionCopy(MappedRegion region)
    {
        this.region = region;
        copy = new HostMemory(region.Region.Size);
        for (int offset = 0; offset < Size; offset += PageSize)
        {
            ReadOnlySpan<byte> page = Live(offset);
            if (page.ContainsAnyExcept((byte)0))
                page.CopyTo(Saved(offset));
        }
    }

    private int Size => (int)region.Region.Size;

    /// <summary>Puts the bytes back. Calls <paramref name="changed"/> with each range of bytes that differed.</summary>
    internal void Restore(Action<MappedRegion, uint, uint> changed)
    {
        for (int offset = 0; offset < Size; offset += PageSize)
        {
            Span<byte> page = Live(offset);
            ReadOnlySpan<byte> saved = Saved(offset);
            if (page.SequenceEqual(saved))
                continue;
            saved.CopyTo(page);
            changed(region, region.Region.Start + (uint)offset, (uint)page.Length);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => copy.Dispose();

    private Span<byte> Live(int offset) => region.Span(region.Region.Start + (uint)offset, Math.Min(PageSize, Size - offset));

    private Span<byte> Saved(int offset) => new(copy.Pointer + offset, Math.Min(PageSize, Size - offset));
}
