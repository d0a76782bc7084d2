using System.Runtime.CompilerServices;
using McuSim.Machine.Memory;

namespace McuSim.Machine.Execution;

/// <summary>
/// Remembers how many instructions each block holds. One 32-bit entry per halfword of executable memory: the block's
/// bytes above, its instructions below; the host provides the table's pages only where code runs.
/// </summary>
internal sealed unsafe class CodeTable(MappedRegion region) : IDisposable
{
    /// <summary>A block lies in one page, but for its last instruction.</summary>
    private const uint MostBytes = MemoryMap.PageSize + 2;

    private readonly HostMemory entries = new(((nuint)region.Region.Size / 2 * sizeof(uint)) + sizeof(uint));

    /// <summary>A byte for every halfword: whether it is part of a block that was seen.</summary>
    private readonly HostMemory covered = new(((nuint)region.Region.Size / 2) + MostBytes);

    /// <summary>The executable region.</summary>
    internal MappedRegion Region { get; } = region;

    /// <summary>Whether a block lies in this region.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool Holds(uint address) => address - Region.Region.Start < Region.Region.Size;

    /// <summary>The instructions in a block, or 0 when it was not seen before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int Find(uint address, uint size)
    {
        uint entry = ((uint*)entries.Pointer)[(address - Region.Region.Start) >> 1];
        return entry >> 16 == size ? (int)(entry & 0xFFFF) : 0;
    }

    /// <summary>The bytes of the block that was last seen at an address; 0 for none.</summary>
    internal uint SizeAt(uint address) => ((uint*)entries.Pointer)[(address - Region.Region.Start) >> 1] >> 16;

    /// <summary>Counts and remembers a block's instructions.</summary>
    internal int Add(uint address, uint size)
    {
        new Span<byte>(covered.Pointer + ((address - Region.Region.Start) >> 1), (int)Math.Min(size + 1, MostBytes) / 2).Fill(1);
        int count = Math.Max(1, ThumbCode.Count(Code(address, size)));
        ((uint*)entries.Pointer)[(address - Region.Region.Start) >> 1] = (size << 16) | (uint)count;
        return count;
    }

    /// <summary>The bytes of a block, as far as the region has them.</summary>
    internal ReadOnlySpan<byte> Code(uint address, uint size) => Region.Span(address, (int)Math.Min(size, Region.Region.End - address));

    /// <summary>Whether a block was seen that begins in a range of addresses inside the region.</summary>
    internal bool HasBlocksIn(uint address, uint size) =>
        new ReadOnlySpan<uint>((uint*)entries.Pointer + ((address - Region.Region.Start) >> 1), (int)(size / 2)).ContainsAnyExcept(0u);

    /// <summary>Forgets the blocks that begin in a range.</summary>
    internal void Forget(uint address, uint size) =>
        new Span<uint>((uint*)entries.Pointer + ((address - Region.Region.Start) >> 1), (int)(size / 2)).Clear();

    /// <summary>Forgets the blocks that hold some of the given bytes. False when there never were any.</summary>
    internal bool ForgetOver(uint address, uint size)
    {
        uint offset = address - Region.Region.Start;
        if (!new ReadOnlySpan<byte>(covered.Pointer + (offset >> 1), (int)(((offset + size - 1) >> 1) - (offset >> 1)) + 1).Contains((byte)1))
            return false;
        uint first = address - Math.Min(address - Region.Region.Start, MostBytes) & ~1u;
        for (uint start = first; start < Math.Min(address + (ulong)size, Region.Region.End); start += 2)
        {
            uint length = SizeAt(start);
            if (length != 0 && start + length > address) Forget(start, 2);
        }

        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        entries.Dispose();
        covered.Dispose();
    }
}
