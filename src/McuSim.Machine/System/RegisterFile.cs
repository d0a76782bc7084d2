namespace McuSim.Machine.System;

/// <summary>Registers that remember what was written and read zero before: what McuSim knows of a peripheral it does not model.</summary>
internal sealed class RegisterFile : IBusDevice
{
    /// <summary>No chip has more registers; a program that runs wild over the peripherals must not take the host's memory.</summary>
    private const int MostWords = 1 << 20;

    private Dictionary<uint, uint> words = [];

    /// <inheritdoc/>
    public ulong Read(uint offset, int size)
    {
        uint low = words.GetValueOrDefault(offset & ~3u);
        if (size == 8)
            return low | ((ulong)words.GetValueOrDefault((offset & ~3u) + 4) << 32);
        return (low >> Shift(offset)) & Mask(size);
    }

    /// <inheritdoc/>
    public void Write(uint offset, int size, ulong value)
    {
        if (size == 8)
        {
            Set(offset & ~3u, (uint)value);
            Set((offset & ~3u) + 4, (uint)(value >> 32));
            return;
        }

        uint mask = Mask(size) << Shift(offset);
        Set(offset & ~3u, (words.GetValueOrDefault(offset & ~3u) & ~mask) | (((uint)value << Shift(offset)) & mask));
    }

    /// <inheritdoc/>
    public void Reset() => words.Clear();

    /// <inheritdoc/>
    public object Capture() => new Dictionary<uint, uint>(words);

    /// <inheritdoc/>
    public void Restore(object state) => words = new Dictionary<uint, uint>((Dictionary<uint, uint>)state);

    private static int Shift(uint offset) => (int)(offset & 3) * 8;

    private static uint Mask(int size) => size >= 4 ? uint.MaxValue : (1u << (size * 8)) - 1;

    private void Set(uint offset, uint value)
    {
        if (words.Count < MostWords || words.ContainsKey(offset))
            words[offset] = value;
    }
}
