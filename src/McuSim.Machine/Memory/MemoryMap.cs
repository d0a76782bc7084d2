using System.Collections.Immutable;
using McuSim.Boards;
using McuSim.Common;
using McuSim.Machine.Engine;

namespace McuSim.Machine.Memory;

/// <summary>The memories of a board (not its peripherals): host memory shared with the engine, so that no byte is copied to be looked at.</summary>
internal sealed class MemoryMap : IMemoryReader, IDisposable
{
    /// <summary>The engine maps whole pages of this size (a Cortex-M's page in QEMU).</summary>
    internal const uint PageSize = 1024;

    /// <summary>No microcontroller has more; it keeps a wrong board file from taking the host's memory.</summary>
    private const ulong MostBytes = 512u << 20;

    private readonly Board board;

    /// <summary>Allocates the memories of a board.</summary>
    /// <exception cref="McuSimException">Regions that cannot be mapped (exit code 2).</exception>
    internal MemoryMap(Board board)
    {
        this.board = board;
        ImmutableArray<MemoryRegion> memories = [.. board.Regions.Where(r => r.Kind != MemoryKind.Peripheral)];
        if (memories.Aggregate(0ul, (sum, r) => sum + r.Size) > MostBytes)
            throw McuSimException.BadInput($"Board {board.Name} has more than {MostBytes >> 20} MiB of memory; check the sizes of its regions.");
        Dictionary<string, MappedRegion> mapped = [];
        foreach (MemoryRegion region in memories.Where(r => r.AliasOf is null))
            mapped[region.Name] = Allocate(region);
        foreach (MemoryRegion region in memories.Where(r => r.AliasOf is not null))
            mapped[region.Name] = Share(region, mapped);
        Regions = [.. memories.Select(r => mapped[r.Name])];
        CheckOverlaps();
    }

    /// <summary>The memories, ascending by address.</summary>
    internal ImmutableArray<MappedRegion> Regions { get; }

    /// <summary>Memories that hold bytes of their own (no aliases) and that programs may write.</summary>
    internal IEnumerable<MappedRegion> Writable => Regions.Where(r => r.Region.Writable && r.Region.AliasOf is null);

    /// <summary>The memory that holds a range, or null.</summary>
    internal MappedRegion? Find(uint address, int length = 1)
    {
        foreach (MappedRegion region in Regions)
        {
            if (region.Contains(address, length))
                return region;
        }

        return null;
    }

    /// <inheritdoc/>
    public bool TryRead(uint address, Span<byte> destination)
    {
        while (destination.Length > 0)
        {
            if (Find(address) is not { } region)
                return false;
            int length = (int)Math.Min((ulong)destination.Length, region.Region.End - address);
            region.Span(address, length).CopyTo(destination);
            destination = destination[length..];
            address += (uint)length;
        }

        return true;
    }

    /// <summary>Makes the engine see the memories, with the permissions the board gives them.</summary>
    internal unsafe void MapInto(UnicornEngine engine)
    {
        foreach (MappedRegion region in Regions)
        {
            UnicornPermissions permissions = UnicornPermissions.Read;
            if (region.Region.Writable) permissions |= UnicornPermissions.Write;
            if (region.Region.Executable) permissions |= UnicornPermissions.Execute;
            engine.MapMemory(region.MapStart, region.MapSize, permissions, region.Host.Pointer);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (MappedRegion region in Regions)
            region.Host.Dispose();
    }

    private static MappedRegion Allocate(MemoryRegion region)
    {
        uint start = region.Start / PageSize * PageSize;
        ulong end = (region.End + PageSize - 1) / PageSize * PageSize;
        return new MappedRegion(region, new HostMemory((nuint)(end - start)), start, (uint)(end - start));
    }

    private MappedRegion Share(MemoryRegion region, Dictionary<string, MappedRegion> mapped)
    {
        if (!mapped.TryGetValue(region.AliasOf!, out MappedRegion? original) || original.Region.AliasOf is not null)
            throw McuSimException.BadInput($"Board {board.Name}: region {region.Name} is an alias of {region.AliasOf}, which is not a memory of its own.");
        if (region.Start % PageSize != original.Region.Start % PageSize || region.Size > original.Region.Size)
            throw McuSimException.BadInput($"Board {board.Name}: region {region.Name} cannot be an alias of {region.AliasOf}: it is larger, or not aligned like it to {PageSize} bytes.");
        uint lead = original.Region.Start - original.MapStart;
        uint size = (lead + region.Size + PageSize - 1) / PageSize * PageSize;
        return new MappedRegion(region, original.Host, region.Start - lead, size);
    }

    private void CheckOverlaps()
    {
        foreach ((MappedRegion first, MappedRegion second) in Regions.OrderBy(r => r.MapStart).Zip(Regions.OrderBy(r => r.MapStart).Skip(1)))
        {
            if ((ulong)first.MapStart + first.MapSize > second.MapStart)
                throw McuSimException.BadInput($"Board {board.Name}: regions {first.Region.Name} and {second.Region.Name} share a page of {PageSize} bytes; move them apart or join them.");
        }
    }
}
