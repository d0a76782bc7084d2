using McuSim.Machine.System;

namespace McuSim.Machine.Chips.Devices;

/// <summary>Arm's PL011 UART, as in RP2040. Source: Arm DDI 0183G, chapter 3; RP2040 datasheet, section 4.2.8.</summary>
internal sealed class UartPl011(string name, int? interrupt, IDeviceHost host, SerialRouter router) : SerialDevice(name, interrupt, host, router)
{
    private const uint Data = 0x00, Flag = 0x18, Control = 0x30, Mask = 0x38, RawStatus = 0x3C, MaskedStatus = 0x40, Clear = 0x44, AliasSize = 0x1000;
    private const uint ReceiveEmpty = 1 << 4, TransmitEmpty = 1 << 7, ReceiveInterrupt = 1 << 4, TransmitInterrupt = 1 << 5;
    private const uint On = 1, ReceiveOn = 1 << 9;

    private Dictionary<uint, uint> words = [];

    /// <inheritdoc/>
    protected override bool ReceiverOn => (words.GetValueOrDefault(Control) & (On | ReceiveOn)) == (On | ReceiveOn);

    /// <inheritdoc/>
    protected override bool Asking => (Raw & words.GetValueOrDefault(Mask)) != 0;

    private uint Raw => TransmitInterrupt | (HasByte ? ReceiveInterrupt : 0);

    /// <inheritdoc/>
    public override void Reset()
    {
        words = new() { [Control] = 0x300 };
        base.Reset();
    }

    /// <inheritdoc/>
    public override object Capture() => (new Dictionary<uint, uint>(words), CaptureReceiver());

    /// <inheritdoc/>
    public override void Restore(object state)
    {
        (Dictionary<uint, uint> saved, object receiver) = ((Dictionary<uint, uint>, object))state;
        words = new Dictionary<uint, uint>(saved);
        RestoreReceiver(receiver);
    }

    /// <inheritdoc/>
    protected override uint ReadWord(uint offset)
    {
        offset %= AliasSize;
        if (offset == Data)
            return Take();
        Refresh();
        return offset switch
        {
            Flag => TransmitEmpty | (HasByte ? 0 : ReceiveEmpty),
            RawStatus => Raw,
            MaskedStatus => Raw & words.GetValueOrDefault(Mask),
            _ => words.GetValueOrDefault(offset),
        };
    }

    /// <inheritdoc/>
    protected override void WriteWord(uint offset, uint value, uint mask)
    {
        uint register = offset % AliasSize, old = words.GetValueOrDefault(register);
        value = (offset / AliasSize) switch
        {
            1 => old ^ (value & mask),
            2 => old | (value & mask),
            3 => old & ~(value & mask),
            _ => Merge(old, value, mask),
        };
        if (register == Data)
            Send(value);
        else if (register is not (Flag or RawStatus or MaskedStatus or Clear))
            words[register] = value;
        UpdateInterrupt();
    }
}
