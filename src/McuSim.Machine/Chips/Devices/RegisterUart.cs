using McuSim.Boards;
using McuSim.Machine.System;

namespace McuSim.Machine.Chips.Devices;

/// <summary>A serial port that the chip file describes by its fields: what is written to one is sent, what arrives is read from another, with a flag for it. The rest are plain registers.</summary>
internal sealed class RegisterUart(ChipPeripheral peripheral, ChipSerial fields, IDeviceHost host, SerialRouter router, RegisterBlock registers)
    : SerialDevice(peripheral.Name, peripheral.Interrupt, host, router)
{
    /// <inheritdoc/>
    protected override bool ReceiverOn => fields.ReceiverOn is not { } on || Is(on);

    /// <inheritdoc/>
    protected override bool Asking => (HasByte && fields.ReceiveInterrupt is { } received && Is(received)) || (fields.TransmitInterrupt is { } empty && Is(empty));

    /// <inheritdoc/>
    protected override uint DataOffset => Offset(fields.Receive);

    /// <inheritdoc/>
    public override void Reset()
    {
        registers.Reset();
        base.Reset();
    }

    /// <inheritdoc/>
    public override ulong Read(uint offset, int size)
    {
        uint first = Offset(fields.Receive) + (uint)(fields.Receive.Shift / 8);
        if (first - offset >= (uint)size)
            return base.Read(offset, size);
        return (ulong)Take() << (int)(8 * (first - offset));
    }

    /// <inheritdoc/>
    public override object Capture() => (registers.Capture(), CaptureReceiver());

    /// <inheritdoc/>
    public override void Restore(object state)
    {
        (object kept, object receiver) = ((object, object))state;
        registers.Restore(kept);
        RestoreReceiver(receiver);
    }

    /// <inheritdoc/>
    protected override uint ReadWord(uint offset)
    {
        Refresh();
        uint value = (uint)registers.Read(offset, sizeof(uint));
        if (fields.Received is { } received && Offset(received) == offset) value = HasByte ? value | received.Mask : value & ~received.Mask;
        if (fields.NotReceived is { } none && Offset(none) == offset) value = HasByte ? value & ~none.Mask : value | none.Mask;
        return value;
    }

    /// <inheritdoc/>
    protected override void WriteWord(uint offset, uint value, uint mask)
    {
        if (offset == Offset(fields.Transmit) && (mask & fields.Transmit.Mask) != 0) Send(fields.Transmit.Of(value));
        registers.WriteBits(offset, value, mask);
        UpdateInterrupt();
    }

    private uint Offset(RegisterField field) => field.Address - peripheral.Start;

    private bool Is(RegisterField field) => field.Of(registers.Peek(Offset(field))) != 0;
}
