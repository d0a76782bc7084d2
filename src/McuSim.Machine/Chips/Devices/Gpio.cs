using System.Numerics;

namespace McuSim.Machine.Chips.Devices;

/// <summary>
/// A port of pins: outputs read back what was written, inputs read their pull-up. Version 1 (F1) has CRL, CRH and CNF, the other all later
/// families' MODER and PUPDR. Sources: ST RM0008, section 9.2; ST RM0432, section 8.4.
/// </summary>
/// <param name="first">Whether it is version 1.</param>
/// <param name="high">Input pins that the board holds high.</param>
/// <param name="changed">Told the number and the new level of a pin whose output changes; null for nobody.</param>
internal sealed class Gpio(bool first, uint high, Action<int, bool>? changed) : WordDevice, IPort
{
    private const uint Mode = 0x00, PullUp = 0x0C, Reset28 = 0x28;

    private readonly uint input = first ? 0x08u : 0x10, output = first ? 0x0Cu : 0x14, setReset = first ? 0x10u : 0x18, reset = first ? 0x14u : Reset28;
    private Dictionary<uint, uint> words = [];
    private (uint High, uint Given) outside = (high, high);

    /// <inheritdoc/>
    public override void Reset()
    {
        words.Clear();
        if (first)
            (words[0], words[4]) = (0x4444_4444, 0x4444_4444);
    }

    /// <inheritdoc/>
    public bool SetInput(int pin, bool isHigh)
    {
        uint bit = 1u << pin, before = Input();
        outside = (isHigh ? outside.High | bit : outside.High & ~bit, outside.Given | bit);
        return ((before ^ Input()) & bit) != 0;
    }

    /// <inheritdoc/>
    public override object Capture() => (new Dictionary<uint, uint>(words), outside);

    /// <inheritdoc/>
    public override void Restore(object state)
    {
        (Dictionary<uint, uint> saved, outside) = ((Dictionary<uint, uint>, (uint, uint)))state;
        words = new Dictionary<uint, uint>(saved);
    }

    /// <inheritdoc/>
    protected override uint ReadWord(uint offset) =>
        offset == input ? Input() : offset == setReset || offset == reset ? 0 : words.GetValueOrDefault(offset);

    /// <inheritdoc/>
    protected override void WriteWord(uint offset, uint value, uint mask)
    {
        value &= mask;
        uint pins = words.GetValueOrDefault(output);
        if (offset == setReset)
            words[output] = (pins & ~(value >> 16)) | (value & 0xFFFF);
        else if (offset == reset)
            words[output] = pins & ~value;
        else if (offset != input)
            words[offset] = Merge(words.GetValueOrDefault(offset), value, mask);
        uint now = words.GetValueOrDefault(output);
        for (uint left = changed is null ? 0 : (pins ^ now) & 0xFFFF; left != 0; left &= left - 1)
            changed!(BitOperations.TrailingZeroCount(left), (now & left & (0 - left)) != 0);
    }

    private uint Input()
    {
        uint pins = 0;
        for (int pin = 0; pin < 16; pin++)
            pins |= (IsOutput(pin) ? words.GetValueOrDefault(output) >> pin : (outside.Given >> pin & 1) != 0 ? outside.High >> pin : PulledUp(pin)) << pin & (1u << pin);
        return pins;
    }

    private bool IsOutput(int pin) => first ? (Nibble(pin) & 3) != 0 : Pair(Mode, pin) == 1;

    private uint PulledUp(int pin)
    {
        bool pulled = first ? (Nibble(pin) >> 2) == 2 && (words.GetValueOrDefault(output) >> pin & 1) != 0 : Pair(PullUp, pin) == 1;
        return pulled ? 1u : 0;
    }

    private uint Pair(uint register, int pin) => (words.GetValueOrDefault(register) >> (2 * pin)) & 3;

    private uint Nibble(int pin) => (words.GetValueOrDefault(pin < 8 ? 0u : 4u) >> (4 * (pin % 8))) & 15;
}
