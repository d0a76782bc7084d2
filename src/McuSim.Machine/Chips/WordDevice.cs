using McuSim.Machine.System;

namespace McuSim.Machine.Chips;

/// <summary>A device whose registers are words of 32 bits; narrower and wider accesses are split or joined here.</summary>
internal abstract class WordDevice : IBusDevice
{
    /// <inheritdoc/>
    public virtual ulong Read(uint offset, int size)
    {
        uint word = ReadWord(offset & ~3u);
        if (size == 8)
            return word | ((ulong)ReadWord((offset & ~3u) + 4) << 32);
        return (word >> Shift(offset)) & Mask(size);
    }

    /// <inheritdoc/>
    public virtual void Write(uint offset, int size, ulong value)
    {
        WriteWord(offset & ~3u, (uint)value << Shift(offset), Mask(size) << Shift(offset));
        if (size == 8)
            WriteWord((offset & ~3u) + 4, (uint)(value >> 32), uint.MaxValue);
    }

    /// <inheritdoc/>
    public abstract void Reset();

    /// <inheritdoc/>
    public abstract object Capture();

    /// <inheritdoc/>
    public abstract void Restore(object state);

    /// <summary>Reads a register.</summary>
    /// <param name="offset">Its offset, a multiple of four.</param>
    protected abstract uint ReadWord(uint offset);

    /// <summary>Writes the bits of a register that <paramref name="mask"/> names.</summary>
    protected abstract void WriteWord(uint offset, uint value, uint mask);

    /// <summary>A register after a write of some of its bits.</summary>
    protected static uint Merge(uint old, uint value, uint mask) => (old & ~mask) | (value & mask);

    private static int Shift(uint offset) => (int)(offset & 3) * 8;

    private static uint Mask(int size) => size >= 4 ? uint.MaxValue : (1u << (size * 8)) - 1;
}
