namespace McuSim.Machine.Chips.Devices;

/// <summary>
/// RP2040's serial interface to the flash, as programs use it for commands of their own (reading the flash's identifier): every word sent brings one back, all ones.
/// Reads through the memory map do not pass here. Source: RP2040 datasheet, section 4.10.13.
/// </summary>
internal sealed class Rp2040Ssi(RegisterBlock registers) : RegisterDevice(registers)
{
    private const uint Waiting = 0x24, Status = 0x28, Data = 0x60, DataEnd = 0xF0, NotFull = 2, Empty = 4, Received = 8;

    private int waiting;

    /// <inheritdoc/>
    public override void Reset()
    {
        base.Reset();
        waiting = 0;
    }

    /// <inheritdoc/>
    protected override object CaptureOwn() => waiting;

    /// <inheritdoc/>
    protected override void RestoreOwn(object state) => waiting = (int)state;

    /// <inheritdoc/>
    protected override uint ReadWord(uint offset)
    {
        if (offset == Status) return NotFull | Empty | (waiting > 0 ? Received : 0);
        if (offset == Waiting) return (uint)waiting;
        if (offset is < Data or >= DataEnd) return base.ReadWord(offset);
        waiting = Math.Max(0, waiting - 1);
        return uint.MaxValue;
    }

    /// <inheritdoc/>
    protected override void WriteWord(uint offset, uint value, uint mask)
    {
        if (offset is >= Data and < DataEnd) waiting++;
        else base.WriteWord(offset, value, mask);
    }
}
