using McuSim.Machine.Memory;

namespace McuSim.Machine.Translation;

/// <summary>Which blocks are translated: one 32-bit entry per halfword of executable memory.</summary>
internal sealed unsafe class EntryTable(MappedRegion region) : IDisposable
{
    private const int NumberBits = 8;

    private readonly HostMemory entries = new(((nuint)region.Region.Size / 2 * sizeof(uint)) + sizeof(uint));

    /// <summary>The memory.</summary>
    internal MappedRegion Region => region;

    /// <summary>The region and the block's number in it; false when the block is not translated.</summary>
    internal bool TryFind(uint address, out int regionNumber, out uint block)
    {
        uint offset = address - region.Region.Start;
        uint entry = offset < region.Region.Size ? ((uint*)entries.Pointer)[offset >> 1] : 0;
        (regionNumber, block) = ((int)(entry >> NumberBits) - 1, entry & ((1 << NumberBits) - 1));
        return entry != 0;
    }

    /// <summary>Notes a block, if it lies here and is not translated yet.</summary>
    internal void Add(uint address, int regionNumber, int block)
    {
        uint offset = address - region.Region.Start;
        if (offset < region.Region.Size && ((uint*)entries.Pointer)[offset >> 1] == 0)
            ((uint*)entries.Pointer)[offset >> 1] = ((uint)(regionNumber + 1) << NumberBits) | (uint)block;
    }

    /// <summary>Forgets a block.</summary>
    internal void Remove(uint address, int regionNumber)
    {
        uint offset = address - region.Region.Start;
        if (offset < region.Region.Size && ((uint*)entries.Pointer)[offset >> 1] >> NumberBits == (uint)(regionNumber + 1))
            ((uint*)entries.Pointer)[offset >> 1] = 0;
    }

    /// <inheritdoc/>
    public void Dispose() => entries.Dispose();
}
