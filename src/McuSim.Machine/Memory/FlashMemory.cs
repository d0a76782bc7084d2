using System.Buffers.Binary;

namespace McuSim.Machine.Memory;

/// <summary>The code flash as programs erase and write it. Both take no time.</summary>
/// <param name="region">The flash.</param>
/// <param name="changed">Told which bytes changed.</param>
internal sealed class FlashMemory(MappedRegion region, Action<MappedRegion, uint, uint> changed)
{
    private const byte Erased = 0xFF;

    /// <summary>Bytes of the flash.</summary>
    internal uint Size => region.Region.Size;

    /// <summary>Its first address.</summary>
    internal uint Start => region.Region.Start;

    /// <summary>Whether a program changed it since the image was stored.</summary>
    internal bool IsChanged { get; set; }

    /// <summary>The flash.</summary>
    internal MappedRegion Region => region;

    /// <summary>Whether a memory is this one, under its own or another address.</summary>
    internal bool Is(MappedRegion other) => ReferenceEquals(other.Host, region.Host);

    /// <summary>Erases bytes; what lies beyond the end is left out.</summary>
    internal void Erase(uint offset, uint length)
    {
        if (offset >= Size)
            return;
        length = Math.Min(length, Size - offset);
        region.Span(Start + offset, (int)length).Fill(Erased);
        Change(offset, length);
    }

    /// <summary>Writes bytes: ones can become zeros, not the other way.</summary>
    internal void Write(uint offset, int length, long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        length = (int)Math.Min((uint)length, Size - offset);
        Span<byte> cells = region.Span(Start + offset, length);
        for (int i = 0; i < length; i++)
            cells[i] &= bytes[i];
        Change(offset, (uint)length);
    }

    private void Change(uint offset, uint length)
    {
        IsChanged = true;
        changed(region, Start + offset, length);
    }
}
