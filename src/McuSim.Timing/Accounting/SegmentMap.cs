namespace McuSim.Timing;

/// <summary>
/// Divides a run into numbered segments (layers). A block inside one of the ranges opens that range's segment; blocks elsewhere (functions that
/// layers call) belong to the segment that is open.
/// </summary>
public sealed class SegmentMap
{
    private readonly (uint Start, ulong End, int Segment)[] _ranges;

    /// <summary>Makes a map.</summary>
    /// <param name="count">Number of segments. Segment 0 is open at first.</param>
    /// <param name="ranges">Code ranges that do not overlap, and the segment that each opens.</param>
    /// <exception cref="ArgumentException">A range names a segment that does not exist, or overlaps another.</exception>
    public SegmentMap(int count, IEnumerable<(uint Start, uint Size, int Segment)> ranges)
    {
        Count = count;
        _ranges = [.. ranges.Select(r => (r.Start, (ulong)r.Start + r.Size, r.Segment)).OrderBy(r => r.Start)];
        for (int i = 0; i < _ranges.Length; i++)
        {
            if ((uint)_ranges[i].Segment >= (uint)count)
                throw new ArgumentException($"Segment {_ranges[i].Segment} is not one of {count}.", nameof(ranges));
            if (i > 0 && _ranges[i - 1].End > _ranges[i].Start)
                throw new ArgumentException($"Two ranges overlap at 0x{_ranges[i].Start:x8}.", nameof(ranges));
        }
    }

    /// <summary>Number of segments.</summary>
    public int Count { get; }

    /// <summary>The segment that a block at <paramref name="address"/> opens, or -1 when it keeps the open one.</summary>
    public int SegmentAt(uint address)
    {
        int low = 0, high = _ranges.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            if (address < _ranges[middle].Start) high = middle - 1;
            else if (address >= _ranges[middle].End) low = middle + 1;
            else return _ranges[middle].Segment;
        }

        return -1;
    }
}

/// <summary>What one segment of a run took.</summary>
/// <param name="Instructions">Instructions executed, skipped ones of IT blocks included.</param>
/// <param name="Cycles">Core cycles by cause.</param>
public sealed record SegmentCycles(long Instructions, CycleCounts Cycles)
{
    /// <summary>What caches were asked for.</summary>
    public CacheCounts Caches { get; init; } = new();
}

/// <summary>What one basic block took.</summary>
/// <param name="Address">Its first instruction.</param>
/// <param name="Size">Bytes of code.</param>
/// <param name="Executions">How often it began.</param>
/// <param name="Instructions">Instructions executed in it, skipped ones of IT blocks included.</param>
/// <param name="Cycles">Core cycles by cause.</param>
public sealed record BlockCycles(uint Address, int Size, long Executions, long Instructions, CycleCounts Cycles);
