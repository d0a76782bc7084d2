using System.Buffers.Binary;
using McuSim.Machine.Memory;

namespace McuSim.Machine.System;

/// <summary>
/// The addresses at which each word stands for one bit of the first megabyte of peripherals or of SRAM, on Cortex-M3 and Cortex-M4 (DDI 0403E, B3.1; Arm
/// DDI 0439, section 3.7). A write changes one bit by reading and writing the whole word, as the core does.
/// </summary>
internal static class BitBand
{
    /// <summary>From the start of a megabyte to the start of its bits.</summary>
    internal const uint Distance = 0x0200_0000;

    /// <summary>Bytes that the bits take.</summary>
    internal const uint Size = 0x0200_0000;

    /// <summary>The word and the bit in it that stand at an offset from the bits' start.</summary>
    internal static (uint Word, int Bit) Target(uint offset) => ((offset >> 7) << 2, (int)(offset >> 2) & 31);

    /// <summary>A word with one bit changed.</summary>
    internal static uint With(uint word, int bit, ulong value) => (word & ~(1u << bit)) | ((uint)(value & 1) << bit);
}

/// <summary>Peripherals from the start of the peripheral region, with their bits above them.</summary>
internal sealed class BitBandedPeripherals(IBusDevice peripherals) : IBusDevice
{
    /// <inheritdoc/>
    public ulong Read(uint offset, int size)
    {
        if (offset - BitBand.Distance >= BitBand.Size)
            return peripherals.Read(offset, size);
        (uint word, int bit) = BitBand.Target(offset - BitBand.Distance);
        return peripherals.Read(word, 4) >> bit & 1;
    }

    /// <inheritdoc/>
    public void Write(uint offset, int size, ulong value)
    {
        if (offset - BitBand.Distance >= BitBand.Size)
        {
            peripherals.Write(offset, size, value);
            return;
        }

        (uint word, int bit) = BitBand.Target(offset - BitBand.Distance);
        peripherals.Write(word, 4, BitBand.With((uint)peripherals.Read(word, 4), bit, value));
    }

    /// <inheritdoc/>
    public void Reset() => peripherals.Reset();

    /// <inheritdoc/>
    public object Capture() => peripherals.Capture();

    /// <inheritdoc/>
    public void Restore(object state) => peripherals.Restore(state);
}

/// <summary>The bits of the first megabyte of SRAM. What is no memory reads as zero.</summary>
internal sealed class BitBandedMemory(MemoryMap memory) : IBusDevice
{
    /// <summary>Where the SRAM is.</summary>
    internal const uint Start = 0x2000_0000;

    /// <inheritdoc/>
    public ulong Read(uint offset, int size)
    {
        (uint word, int bit) = BitBand.Target(offset);
        return memory.Find(Start + word, 4) is { } region ? BinaryPrimitives.ReadUInt32LittleEndian(region.Span(Start + word, 4)) >> bit & 1 : 0;
    }

    /// <inheritdoc/>
    public void Write(uint offset, int size, ulong value)
    {
        (uint word, int bit) = BitBand.Target(offset);
        if (memory.Find(Start + word, 4) is not { Region.Writable: true } region)
            return;
        Span<byte> bytes = region.Span(Start + word, 4);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, BitBand.With(BinaryPrimitives.ReadUInt32LittleEndian(bytes), bit, value));
    }

    /// <inheritdoc/>
    public void Reset()
    {
    }

    /// <inheritdoc/>
    public object Capture() => 0;

    /// <inheritdoc/>
    public void Restore(object state)
    {
    }
}
