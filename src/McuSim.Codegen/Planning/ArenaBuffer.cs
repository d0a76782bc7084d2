using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>Something that needs room in the arena for a while. Times are layer positions, both ends included.</summary>
/// <param name="Name">As in <see cref="PlannedBuffer.Name"/>.</param>
/// <param name="Tensor">The tensor (the root of its aliases), or null for scratch.</param>
/// <param name="Bytes">Size.</param>
/// <param name="First">First layer, or -1 for a graph input.</param>
/// <param name="Last">Last layer, or the number of layers for a graph output.</param>
/// <param name="HeldRows">As in <see cref="PlannedBuffer.HeldRows"/>.</param>
internal sealed record ArenaBuffer(string Name, Tensor? Tensor, int Bytes, int First, int Last, int HeldRows = 0)
{
    /// <summary>Whether both are alive during some layer.</summary>
    public bool MeetsInTime(ArenaBuffer other) => First <= other.Last && other.First <= Last;
}

/// <summary>Buffers that keep a fixed distance because one takes over the bytes of the one before it.</summary>
internal sealed class BufferGroup
{
    /// <summary>The buffers and how far each lies after the group's offset (never negative once all are in).</summary>
    public List<(ArenaBuffer Buffer, int Delta)> Members { get; } = [];

    /// <summary>Bytes from the group's offset to its highest end.</summary>
    public int Extent => Members.Max(m => m.Delta + m.Buffer.Bytes);

    /// <summary>Moves all members so that the lowest has distance 0.</summary>
    public void Normalize()
    {
        int lowest = Members.Min(m => m.Delta);
        for (int i = 0; i < Members.Count; i++) Members[i] = (Members[i].Buffer, Members[i].Delta - lowest);
    }

    /// <summary>Bytes taken during a layer: the union of its live members (one range, for consecutive members overlap).</summary>
    public int BytesAt(int layer)
    {
        int low = int.MaxValue, high = int.MinValue;
        foreach ((ArenaBuffer buffer, int delta) in Members)
        {
            if (layer < buffer.First || layer > buffer.Last) continue;
            low = Math.Min(low, delta);
            high = Math.Max(high, delta + ArenaLayout.Aligned(buffer.Bytes));
        }

        return high < low ? 0 : high - low;
    }
}
