using McuSim.Machine.System;

namespace McuSim.Machine.Chips.Devices;

/// <summary>
/// A serial communication block of the PSoC 6 as a UART; registers of its other modes remember. Source: Infineon 002-18176, PSoC 6 registers technical
/// reference manual, chapter SCB.
/// </summary>
internal sealed class PsocSerial(string name, int? interrupt, IDeviceHost host, SerialRouter router) : SerialDevice(name, interrupt, host, router)
{
    private const uint Control = 0x000, TransmitStatus = 0x208, TransmitWrite = 0x240, ReceiveFifo = 0x304, ReceiveStatus = 0x308;
    private const uint ReceiveRead = 0x340, ReceivePeek = 0x344, Cause = 0xE00;
    private const uint Transmit = 0xF80, TransmitMask = 0xF88, TransmitMasked = 0xF8C, Receive = 0xFC0, ReceiveMask = 0xFC8, ReceiveMasked = 0xFCC;
    private const uint Enabled = 1u << 31, Trigger = 1, NotFull = 2, Empty = 1 << 4, Done = 1 << 9, NotEmpty = 4, CauseTransmit = 4, CauseReceive = 8;

    private Dictionary<uint, uint> words = [];

    /// <inheritdoc/>
    protected override bool ReceiverOn => (words.GetValueOrDefault(Control) & Enabled) != 0;

    /// <inheritdoc/>
    protected override bool Asking => Causes != 0;

    private uint Causes =>
        ((TransmitFlags & words.GetValueOrDefault(TransmitMask)) != 0 ? CauseTransmit : 0) | ((ReceiveFlags & words.GetValueOrDefault(ReceiveMask)) != 0 ? CauseReceive : 0);

    /// <summary>What was sent is gone at once: the FIFO is always empty.</summary>
    private uint TransmitFlags => (words.GetValueOrDefault(Transmit) & Done) | Trigger | NotFull | Empty;

    private uint ReceiveFlags => HasByte ? NotEmpty | ((words.GetValueOrDefault(ReceiveFifo) & 0xFF) == 0 ? Trigger : 0) : 0;

    /// <inheritdoc/>
    public override void Reset()
    {
        words = [];
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
        if (offset == ReceiveRead)
        {
            Refresh();
            return HasByte ? Take() : uint.MaxValue; // as an empty FIFO reads
        }

        Refresh();
        return offset switch
        {
            TransmitStatus => 0,
            ReceiveStatus => HasByte ? 1u : 0,
            ReceivePeek => 0,
            Cause => Causes,
            Transmit => TransmitFlags,
            TransmitMasked => TransmitFlags & words.GetValueOrDefault(TransmitMask),
            Receive => ReceiveFlags,
            ReceiveMasked => ReceiveFlags & words.GetValueOrDefault(ReceiveMask),
            _ => words.GetValueOrDefault(offset),
        };
    }

    /// <inheritdoc/>
    protected override void WriteWord(uint offset, uint value, uint mask)
    {
        switch (offset)
        {
            case TransmitWrite:
                if ((words.GetValueOrDefault(Control) & Enabled) == 0) break;
                Send(value);
                words[Transmit] = Done;
                break;
            case Transmit:
                words[Transmit] = words.GetValueOrDefault(Transmit) & ~(value & mask);
                break;
            case Receive:
                break;
            default:
                words[offset] = Merge(words.GetValueOrDefault(offset), value, mask);
                break;
        }

        UpdateInterrupt();
    }
}
