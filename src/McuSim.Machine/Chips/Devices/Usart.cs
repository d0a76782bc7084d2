using McuSim.Machine.System;

namespace McuSim.Machine.Chips.Devices;

/// <summary>
/// An STM32 USART, UART or LPUART. Version 1 (F1, F4) has SR and DR, version 2 (all later families) ISR, ICR, RDR and TDR. Bytes go out at
/// once: the transmitter is always ready. Sources: ST RM0090, chapter 30, and RM0432, chapters 51 and 52 (register maps).
/// </summary>
internal sealed class Usart(string name, int? interrupt, bool second, IDeviceHost host, SerialRouter router) : SerialDevice(name, interrupt, host, router)
{
    private const uint Idle = 1 << 4, Rxne = 1 << 5, TransmissionComplete = 1 << 6, Txe = 1 << 7, TransmitFifoEmpty = 1 << 23;
    private const uint TransmitterAcknowledge = 1 << 21, ReceiverAcknowledge = 1 << 22;
    private const uint ReceiverEnable = 1 << 2, TransmitterEnable = 1 << 3;
    private const uint InterruptEnables = Idle | Rxne | TransmissionComplete | Txe; // the enables in CR1 have the numbers of the flags
    private const uint FlushReceiver = 1 << 3;

    private readonly uint status = second ? 0x1Cu : 0x00, clear = 0x20, receive = second ? 0x24u : 0x04, transmit = second ? 0x28u : 0x04;
    private readonly uint control = second ? 0x00u : 0x0C, request = 0x18;
    private Dictionary<uint, uint> words = [];
    private bool complete = true, idle;

    /// <inheritdoc/>
    protected override bool ReceiverOn => (Control & ReceiverEnable) != 0 && (Control & Enable) != 0;

    /// <inheritdoc/>
    protected override bool Asking => (Flags & Control & InterruptEnables) != 0;

    /// <inheritdoc/>
    protected override uint DataOffset => receive;

    /// <inheritdoc/>
    protected override void BecameIdle() => idle = true;

    private uint Control => words.GetValueOrDefault(control);

    private uint Enable => second ? 1u : 1u << 13;

    private uint Flags
    {
        get
        {
            uint flags = Txe | (complete ? TransmissionComplete : 0) | (HasByte ? Rxne : 0) | (idle ? Idle : 0);
            if (!second)
                return flags;
            flags |= (Control & TransmitterEnable) != 0 ? TransmitterAcknowledge : 0;
            return flags | TransmitFifoEmpty | ((Control & ReceiverEnable) != 0 ? ReceiverAcknowledge : 0);
        }
    }

    /// <inheritdoc/>
    public override void Reset()
    {
        words.Clear();
        (complete, idle) = (true, false);
        base.Reset();
    }

    /// <inheritdoc/>
    public override object Capture() => (new Dictionary<uint, uint>(words), (complete, idle), CaptureReceiver());

    /// <inheritdoc/>
    public override void Restore(object state)
    {
        (Dictionary<uint, uint> saved, (complete, idle), object receiver) = ((Dictionary<uint, uint>, (bool, bool), object))state;
        words = new Dictionary<uint, uint>(saved);
        RestoreReceiver(receiver);
    }

    /// <inheritdoc/>
    protected override uint ReadWord(uint offset)
    {
        if (offset == status)
        {
            Refresh();
            return Flags;
        }

        if (offset == receive && !second) idle = false; // by reading the status, then the data
        return offset == receive ? Take() : words.GetValueOrDefault(offset);
    }

    /// <inheritdoc/>
    protected override void WriteWord(uint offset, uint value, uint mask)
    {
        value &= mask;
        if (offset == transmit)
        {
            Send(value);
            complete = true;
        }
        else if (second && offset == clear)
            (complete, idle) = (complete && (value & TransmissionComplete) == 0, idle && (value & Idle) == 0);
        else if (!second && offset == status)
            complete &= (value & TransmissionComplete) != 0 || (mask & TransmissionComplete) == 0;
        else if (second && offset == request)
        {
            if ((value & FlushReceiver) != 0)
                Take();
        }
        else if (offset != status)
            words[offset] = Merge(words.GetValueOrDefault(offset), value, mask);
        UpdateInterrupt();
    }
}
