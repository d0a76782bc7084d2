namespace McuSim.Codegen;

/// <summary>Places groups one after the other, each at the lowest offset that is free while its buffers are alive.</summary>
internal sealed class FirstFit
{
    private readonly IReadOnlyList<BufferGroup> _groups;

    // For each pair of groups: the relative offsets (group minus other, exclusive bounds) at which they would collide.
    private readonly (int Low, int High)[][][] _collisions;

    public FirstFit(IReadOnlyList<BufferGroup> groups)
    {
        _groups = groups;
        _collisions = new (int, int)[groups.Count][][];
        for (int a = 0; a < groups.Count; a++)
        {
            _collisions[a] = new (int, int)[groups.Count][];
            for (int b = 0; b < groups.Count; b++) _collisions[a][b] = a == b ? [] : [.. Collisions(groups[a], groups[b])];
        }
    }

    /// <summary>The layout that placing in this order gives.</summary>
    public ArenaLayout Place(int[] order)
    {
        var offsets = new int[_groups.Count];
        var forbidden = new List<(int Low, int High)>();
        int bytes = 0;
        for (int i = 0; i < order.Length; i++)
        {
            int group = order[i];
            forbidden.Clear();
            for (int j = 0; j < i; j++)
            {
                foreach ((int low, int high) in _collisions[group][order[j]])
                    forbidden.Add((low + offsets[order[j]], high + offsets[order[j]]));
            }

            forbidden.Sort();
            int offset = 0;
            foreach ((int low, int high) in forbidden)
            {
                if (low < offset && offset < high) offset = ArenaLayout.Aligned(high);
            }

            offsets[group] = offset;
            bytes = Math.Max(bytes, checked(offset + _groups[group].Extent));
        }

        return new(_groups, offsets, bytes);
    }

    private static IEnumerable<(int Low, int High)> Collisions(BufferGroup group, BufferGroup other)
    {
        foreach ((ArenaBuffer mine, int myDelta) in group.Members)
        {
            foreach ((ArenaBuffer theirs, int theirDelta) in other.Members)
            {
                if (mine.MeetsInTime(theirs))
                    yield return (theirDelta - myDelta - mine.Bytes, theirDelta + theirs.Bytes - myDelta);
            }
        }
    }
}
