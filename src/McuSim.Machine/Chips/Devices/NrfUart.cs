using McuSim.Machine.System;

namespace McuSim.Machine.Chips.Devices;

/// <summary>
/// The nRF52's UART, and the UARTE (with DMA from and to RAM) that shares its address: ENABLE says which of them it is. A whole buffer is sent at once.
/// Source: nRF52840 Product Specification v1.7, chapters UART and UARTE (registers).
/// </summary>
internal sealed class NrfUart(string name, uint start, int? interrupt, IDeviceHost host, SerialRouter router, NrfEvents events) : SerialDevice(name, interrupt, host, router)
{
    private const uint StartReceiver = 0x000, StopReceiver = 0x004, StartTransmitter = 0x008, StopTransmitter = 0x00C, FlushReceiver = 0x02C, LastTask = 0x0FC;
    private const uint FirstEvent = 0x100, LastEvent = 0x17C, ReceiveReady = 0x108, ReceiveEnd = 0x110, TransmitReady = 0x11C, TransmitEnd = 0x120;
    private const uint ReceiverTimeout = 0x144, ReceiveStarted = 0x14C, TransmitStarted = 0x150, TransmitStopped = 0x158;
    private const uint Shortcuts = 0x200, Interrupts = 0x300, EnableSet = 0x304, EnableClear = 0x308, Mode = 0x500, Received = 0x518, Transmit = 0x51C;
    private const uint ReceivePointer = 0x534, ReceiveMost = 0x538, ReceiveAmount = 0x53C, TransmitPointer = 0x544, TransmitMost = 0x548, TransmitAmount = 0x54C;
    private const uint WithDma = 8, EndStarts = 1 << 5, EndStops = 1 << 18, MostBytes = 0xFFFF;

    private readonly IDeviceHost host = host;
    private Dictionary<uint, uint> words = [];
    private (bool Receiving, uint Count) state;

    /// <inheritdoc/>
    protected override bool ReceiverOn => state.Receiving;

    /// <inheritdoc/>
    protected override bool Asking
    {
        get
        {
            uint raised = 0;
            for (uint at = FirstEvent; at <= LastEvent; at += 4)
                raised |= (words.GetValueOrDefault(at) != 0 ? 1u : 0) << (int)((at - FirstEvent) / 4);
            return (raised & words.GetValueOrDefault(Interrupts)) != 0;
        }
    }

    private bool HasDma => words.GetValueOrDefault(Mode) == WithDma;

    /// <inheritdoc/>
    public override void Reset()
    {
        words.Clear();
        state = default;
        base.Reset();
    }

    /// <inheritdoc/>
    public override object Capture() => (new Dictionary<uint, uint>(words), state, CaptureReceiver());

    /// <inheritdoc/>
    public override void Restore(object captured)
    {
        (Dictionary<uint, uint> saved, state, object receiver) = ((Dictionary<uint, uint>, (bool, uint), object))captured;
        words = new Dictionary<uint, uint>(saved);
        RestoreReceiver(receiver);
    }

    /// <inheritdoc/>
    protected override uint ReadWord(uint offset)
    {
        if (offset == Received)
            return Take();
        Refresh();
        return words.GetValueOrDefault(offset is EnableSet or EnableClear ? Interrupts : offset);
    }

    /// <inheritdoc/>
    protected override void WriteWord(uint offset, uint value, uint mask)
    {
        value &= mask;
        uint enabled = words.GetValueOrDefault(Interrupts);
        if (offset <= LastTask)
        {
            if (value != 0) Do(offset);
        }
        else if (offset == Transmit)
        {
            Send(value);
            Raise(TransmitReady);
        }
        else
        {
            (uint at, uint now) = offset switch
            {
                EnableSet => (Interrupts, enabled | value),
                EnableClear => (Interrupts, enabled & ~value),
                _ => (offset, Merge(words.GetValueOrDefault(offset), value, mask)),
            };
            words[at] = now;
        }

        UpdateInterrupt();
    }

    /// <inheritdoc/>
    protected override void Arrived()
    {
        Raise(ReceiveReady);
        if (!HasDma)
            return;
        _ = host.TryWrite(words.GetValueOrDefault(ReceivePointer) + state.Count, [Take()]);
        state.Count++;
        if (state.Count < words.GetValueOrDefault(ReceiveMost))
            return;
        EndReception();
        if ((words.GetValueOrDefault(Shortcuts) & EndStarts) != 0)
            Do(StartReceiver);
    }

    private void Do(uint task)
    {
        switch (task)
        {
            case StartReceiver:
                state = (true, 0);
                Raise(ReceiveStarted);
                break;
            case StopReceiver:
                if (HasDma && state.Receiving) EndReception();
                state.Receiving = false;
                Raise(ReceiverTimeout);
                break;
            case FlushReceiver:
                EndReception();
                break;
            case StartTransmitter:
                Raise(TransmitStarted);
                if (HasDma) SendBuffer();
                break;
            case StopTransmitter:
                Raise(TransmitStopped);
                break;
        }
    }

    private void Raise(uint at)
    {
        words[at] = 1;
        events.Raise(start + at);
    }

    private void EndReception()
    {
        words[ReceiveAmount] = state.Count;
        state = default;
        Raise(ReceiveEnd);
    }

    private void SendBuffer()
    {
        var bytes = new byte[words.GetValueOrDefault(TransmitMost) & MostBytes];
        bool isMemory = host.TryRead(words.GetValueOrDefault(TransmitPointer), bytes);
        foreach (byte value in isMemory ? bytes : [])
            Send(value);
        words[TransmitAmount] = isMemory ? (uint)bytes.Length : 0;
        Raise(TransmitReady);
        Raise(TransmitEnd);
        if ((words.GetValueOrDefault(Shortcuts) & EndStops) != 0) Raise(TransmitStopped);
    }
}
