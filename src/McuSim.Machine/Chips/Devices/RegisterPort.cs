using System.Numerics;
using McuSim.Boards;

namespace McuSim.Machine.Chips.Devices;

/// <summary>A port of pins that the chip file describes by its registers. Outputs read what they drive, inputs what the outside gives.</summary>
internal sealed class RegisterPort(ChipPeripheral peripheral, ChipPort fields, RegisterBlock registers, Action<int, bool>? changed) : RegisterDevice(registers), IPort
{
    private uint outside;

    /// <inheritdoc/>
    public bool SetInput(int pin, bool isHigh)
    {
        uint before = outside, bit = 1u << pin;
        outside = isHigh ? outside | bit : outside & ~bit;
        return before != outside;
    }

    /// <inheritdoc/>
    protected override object CaptureOwn() => outside;

    /// <inheritdoc/>
    protected override void RestoreOwn(object state) => outside = (uint)state;

    /// <inheritdoc/>
    protected override uint ReadWord(uint offset)
    {
        uint value = base.ReadWord(offset);
        if (fields.Inputs is not { } inputs || Offset(inputs) != offset)
            return value;
        uint driven = fields.Directions is { } directions ? Kept(Offset(directions)) : uint.MaxValue;
        return (Kept(Offset(fields.Outputs)) & driven) | (outside & ~driven);
    }

    /// <inheritdoc/>
    protected override void WriteWord(uint offset, uint value, uint mask)
    {
        uint outputs = Offset(fields.Outputs), before = Kept(outputs);
        base.WriteWord(offset, value, mask);
        uint now = Kept(outputs);
        for (uint left = changed is null ? 0 : (before ^ now) & fields.Outputs.Mask; left != 0; left &= left - 1)
            changed!(BitOperations.TrailingZeroCount(left), (now & left & (0 - left)) != 0);
    }

    private uint Offset(RegisterField field) => field.Address - peripheral.Start;
}
