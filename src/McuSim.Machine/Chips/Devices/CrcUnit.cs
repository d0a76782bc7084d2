namespace McuSim.Machine.Chips.Devices;

/// <summary>
/// An STM32 CRC unit: any polynomial of 7, 8, 16 or 32 bits, CRC-32 (0x04C11DB7) after reset, with the bits of input and output reversed on
/// demand. The first families have the default only, which is a part of this. Source: ST RM0432, chapter 15.
/// </summary>
internal sealed class CrcUnit : WordDevice
{
    private const uint Data = 0x00, Independent = 0x04, Control = 0x08, Initial = 0x10, Polynomial = 0x14;
    private const uint ResetBit = 1, ReverseOutput = 1 << 7;

    private State state = State.AtReset;

    /// <inheritdoc/>
    public override void Write(uint offset, int size, ulong value)
    {
        if (offset < 4 && size < 8)
            Feed((uint)value, size * 8);
        else
            base.Write(offset, size, value);
    }

    /// <inheritdoc/>
    public override void Reset() => state = State.AtReset;

    /// <inheritdoc/>
    public override object Capture() => state;

    /// <inheritdoc/>
    public override void Restore(object captured) => state = (State)captured;

    /// <inheritdoc/>
    protected override uint ReadWord(uint offset) => offset switch
    {
        Data => (state.Control & ReverseOutput) != 0 ? Reverse(state.Value, Width) : state.Value,
        Independent => state.Independent,
        Control => state.Control,
        Initial => state.Initial,
        Polynomial => state.Polynomial,
        _ => 0,
    };

    /// <inheritdoc/>
    protected override void WriteWord(uint offset, uint value, uint mask)
    {
        switch (offset)
        {
            case Data: Feed(value, 32); break;
            case Independent: state = state with { Independent = Merge(state.Independent, value, mask) }; break;
            case Control:
                uint control = Merge(state.Control, value, mask);
                state = state with { Control = control & ~ResetBit };
                if ((control & ResetBit) != 0)
                    state = state with { Value = state.Initial & Bits(Width) };
                break;
            case Initial: state = state with { Initial = Merge(state.Initial, value, mask), Value = Merge(state.Initial, value, mask) }; break;
            case Polynomial: state = state with { Polynomial = Merge(state.Polynomial, value, mask) }; break;
        }
    }

    private int Width => ((state.Control >> 3) & 3) switch { 0 => 32, 1 => 16, 2 => 8, _ => 7 };

    private static uint Bits(int width) => width == 32 ? uint.MaxValue : (1u << width) - 1;

    private static uint Reverse(uint value, int width)
    {
        uint reversed = 0;
        for (int i = 0; i < width; i++)
            reversed |= ((value >> i) & 1) << (width - 1 - i);
        return reversed;
    }

    private void Feed(uint value, int bits)
    {
        value &= Bits(bits);
        // REV_IN reverses each byte, half-word or word of what is written.
        int group = ((state.Control >> 5) & 3) switch { 1 => 8, 2 => 16, 3 => 32, _ => 0 };
        if (group > 0)
        {
            group = Math.Min(group, bits);
            uint reversed = 0;
            for (int at = 0; at < bits; at += group)
                reversed |= Reverse((value >> at) & Bits(group), group) << at;
            value = reversed;
        }

        int width = Width;
        uint crc = state.Value;
        for (int i = bits - 1; i >= 0; i--)
        {
            uint top = ((crc >> (width - 1)) ^ (value >> i)) & 1;
            crc = ((crc << 1) ^ (top != 0 ? state.Polynomial : 0)) & Bits(width);
        }

        state = state with { Value = crc };
    }

    private sealed record State(uint Value, uint Independent, uint Control, uint Initial, uint Polynomial)
    {
        internal static State AtReset { get; } = new(uint.MaxValue, 0, 0, uint.MaxValue, 0x04C1_1DB7);
    }
}
