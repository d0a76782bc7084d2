namespace McuSim.Codegen;

/// <summary>An offset for every group.</summary>
/// <param name="Groups">The groups.</param>
/// <param name="Offsets">One per group.</param>
/// <param name="Bytes">The highest end of a buffer.</param>
internal sealed record ArenaLayout(IReadOnlyList<BufferGroup> Groups, int[] Offsets, int Bytes)
{
    /// <summary>Every buffer starts at a multiple of this.</summary>
    public const int Alignment = 4;

    /// <summary><paramref name="bytes"/> rounded up to the alignment.</summary>
    public static int Aligned(int bytes) => checked(bytes + Alignment - 1) / Alignment * Alignment;

    /// <summary>The first layer with the most live bytes, and those bytes: no layout is smaller.</summary>
    public static (int Layer, int Bytes) Peak(IReadOnlyList<BufferGroup> groups, int layerCount)
    {
        (int Layer, int Bytes) peak = (0, -1);
        var alive = new long[layerCount + 2];
        foreach (BufferGroup group in groups)
        {
            int first = group.Members.Min(m => m.Buffer.First), last = group.Members.Max(m => m.Buffer.Last);
            for (int layer = first; layer <= last; layer++) alive[layer + 1] += group.BytesAt(layer);
        }

        for (int layer = -1; layer <= layerCount; layer++)
        {
            if (alive[layer + 1] > peak.Bytes) peak = (layer, checked((int)alive[layer + 1]));
        }

        return peak;
    }
}
