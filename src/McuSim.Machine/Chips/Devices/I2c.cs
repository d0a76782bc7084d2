using System.Collections.Immutable;
using McuSim.Machine.System;

namespace McuSim.Machine.Chips.Devices;

/// <summary>
/// An STM32 I2C as the master of a bus without slaves: no address is acknowledged. As a slave it is never addressed. Versions: the first (F1, F2, F4) has SR1 and SR2, the second ISR.
/// Sources: ST RM0390, chapter 24; ST RM0351, chapter 39.
/// </summary>
/// <param name="second">Whether it is of the second version.</param>
/// <param name="interrupts">The lines of events and errors, or one for both.</param>
/// <param name="host">Interrupts.</param>
/// <param name="registers">Its registers.</param>
internal sealed class I2c(bool second, ImmutableArray<int> interrupts, IDeviceHost host, RegisterBlock registers) : RegisterDevice(registers)
{
    private const uint Control1 = 0x00, Control2 = 0x04;

    // Version 1.
    private const uint Data = 0x10, Status1 = 0x14, Status2 = 0x18, Started = 1, NotAcknowledged1 = 1 << 10, Start1 = 1 << 8, Stop1 = 1 << 9, Busy1 = 3;

    // Version 2.
    private const uint Status = 0x18, Clear = 0x1C, TransmitEmpty = 1, NotAcknowledged = 16, Stopped = 32, Start2 = 1 << 13, Stop2 = 1 << 14, AutoEnd = 1 << 25;

    private uint flags;

    /// <inheritdoc/>
    public override void Reset()
    {
        base.Reset();
        flags = 0;
        SetLines();
    }

    /// <inheritdoc/>
    protected override object CaptureOwn() => flags;

    /// <inheritdoc/>
    protected override void RestoreOwn(object state)
    {
        flags = (uint)state;
        SetLines();
    }

    /// <inheritdoc/>
    protected override uint ReadWord(uint offset)
    {
        if (second) return offset == Status ? flags | TransmitEmpty : base.ReadWord(offset);
        return offset == Status1 ? flags : offset == Status2 ? (Kept(Control1) & Start1) != 0 || flags != 0 ? Busy1 : 0 : base.ReadWord(offset);
    }

    /// <inheritdoc/>
    protected override void WriteWord(uint offset, uint value, uint mask)
    {
        base.WriteWord(offset, value, mask);
        value &= mask;
        if (second) WriteSecond(offset, value);
        else WriteFirst(offset, value, mask);
        SetLines();
    }

    private void WriteFirst(uint offset, uint value, uint mask)
    {
        switch (offset)
        {
            case Control1:
                if ((value & Stop1) != 0) flags = flags & NotAcknowledged1;
                else if ((value & Start1) != 0) flags |= Started;
                Keep(Control1, Kept(Control1) & ~(Start1 | Stop1));
                break;
            case Data when (flags & Started) != 0: flags = NotAcknowledged1; break;
            case Status1: flags &= value | ~mask | Started; break;
        }
    }

    private void WriteSecond(uint offset, uint value)
    {
        switch (offset)
        {
            case Control1 when (value & 1) == 0: flags = 0; break;
            case Control2:
                if ((value & Start2) != 0) flags |= NotAcknowledged | ((value & AutoEnd) != 0 ? Stopped : 0);
                if ((value & Stop2) != 0) flags |= Stopped;
                Keep(Control2, Kept(Control2) & ~(Start2 | Stop2 | (1u << 15)));
                break;
            case Clear: flags &= ~value; break;
        }
    }

    private void SetLines()
    {
        if (interrupts.IsEmpty)
            return;
        uint enables = Kept(second ? Control1 : Control2);
        bool isEvent = second ? (flags & enables & (NotAcknowledged | Stopped)) != 0 : (enables & (1 << 9)) != 0 && (flags & Started) != 0;
        bool isError = !second && (enables & (1 << 8)) != 0 && (flags & NotAcknowledged1) != 0;
        host.SetInterrupt(interrupts[0], isEvent || (interrupts.Length == 1 && isError));
        if (interrupts.Length > 1) host.SetInterrupt(interrupts[1], isError);
    }
}
