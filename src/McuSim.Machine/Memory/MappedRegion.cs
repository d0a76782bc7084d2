using McuSim.Boards;

namespace McuSim.Machine.Memory;

/// <summary>A region of the board and the host memory that holds its bytes.</summary>
/// <param name="Region">The board's region.</param>
/// <param name="Host">The bytes of whole pages around the region; regions that are aliases of one another share them.</param>
/// <param name="MapStart">Address of the first byte of <paramref name="Host"/>.</param>
/// <param name="MapSize">Bytes mapped: the region's, rounded up to whole pages.</param>
internal sealed record MappedRegion(MemoryRegion Region, HostMemory Host, uint MapStart, uint MapSize)
{
    /// <summary>The byte at <paramref name="address"/>, which must lie inside the region.</summary>
    internal unsafe byte* At(uint address) => Host.Pointer + (address - MapStart);

    /// <summary>Bytes inside the region from <paramref name="address"/> on.</summary>
    internal unsafe Span<byte> Span(uint address, int length) => new(At(address), length);

    /// <summary>Whether all of a range lies inside the region.</summary>
    internal bool Contains(uint address, int length) =>
        length >= 0 && address >= Region.Start && (ulong)address + (uint)length <= Region.End;
}
