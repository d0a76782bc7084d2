using McuSim.Machine.System;

namespace McuSim.Machine.Chips.Devices;

/// <summary>
/// An STM32 random number generator (RNG) whose numbers are the same in every run: Marsaglia's xorshift of 32 bits ("Xorshift RNGs", 2003).
/// Registers: ST RM0432, chapter 29.
/// </summary>
internal sealed class RandomNumbers(int? interrupt, IDeviceHost host) : WordDevice
{
    private const uint Control = 0x00, Status = 0x04, Data = 0x08;
    private const uint Enable = 1 << 2, InterruptEnable = 1 << 3, Ready = 1, Seed = 0x2545_F491;

    private Dictionary<uint, uint> words = [];
    private uint number = Seed;

    private bool Running => (words.GetValueOrDefault(Control) & Enable) != 0;

    /// <inheritdoc/>
    public override void Reset()
    {
        words.Clear();
        number = Seed;
        SetLine();
    }

    /// <inheritdoc/>
    public override object Capture() => (new Dictionary<uint, uint>(words), number);

    /// <inheritdoc/>
    public override void Restore(object state)
    {
        (Dictionary<uint, uint> saved, number) = ((Dictionary<uint, uint>, uint))state;
        words = new Dictionary<uint, uint>(saved);
        SetLine();
    }

    /// <inheritdoc/>
    protected override uint ReadWord(uint offset) => offset switch
    {
        Status => Running ? Ready : 0,
        Data => Running ? Next() : 0,
        _ => words.GetValueOrDefault(offset),
    };

    /// <inheritdoc/>
    protected override void WriteWord(uint offset, uint value, uint mask)
    {
        if (offset is not (Status or Data))
            words[offset] = Merge(words.GetValueOrDefault(offset), value, mask);
        SetLine();
    }

    private uint Next()
    {
        number ^= number << 13;
        number ^= number >> 17;
        number ^= number << 5;
        return number;
    }

    private void SetLine()
    {
        if (interrupt is { } line)
            host.SetInterrupt(line, Running && (words.GetValueOrDefault(Control) & InterruptEnable) != 0);
    }
}
