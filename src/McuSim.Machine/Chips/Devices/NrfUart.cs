using McuSim.Machine.System;

namespace McuSim.Machine.Chips.Devices;

/// <summary>The nRF52's UART without DMA. Source: nRF52840 Product Specification v1.7, chapter UART (registers).</summary>
internal sealed class NrfUart(string name, int? interrupt, IDeviceHost host, SerialRouter router) : SerialDevice(name, interrupt, host, router)
{
    private const uint StartReceiver = 0x000, StopReceiver = 0x004, ReceiveReady = 0x108, TransmitReady = 0x11C;
    private const uint EnableSet = 0x304, EnableClear = 0x308, Received = 0x518, Transmit = 0x51C;
    private const uint ReceiveInterrupt = 1 << 2, TransmitInterrupt = 1 << 7;

    private Dictionary<uint, uint> words = [];
    private (bool Receiving, bool Sent, bool Seen, uint Enabled) state;

    /// <inheritdoc/>
    protected override bool ReceiverOn => state.Receiving;

    /// <inheritdoc/>
    protected override bool Asking =>
        (((HasByte && !state.Seen ? ReceiveInterrupt : 0) | (state.Sent ? TransmitInterrupt : 0)) & state.Enabled) != 0;

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
        (Dictionary<uint, uint> saved, state, object receiver) = ((Dictionary<uint, uint>, (bool, bool, bool, uint), object))captured;
        words = new Dictionary<uint, uint>(saved);
        RestoreReceiver(receiver);
    }

    /// <inheritdoc/>
    protected override uint ReadWord(uint offset)
    {
        if (offset == Received)
        {
            byte value = Take();
            state.Seen = false;
            return value;
        }

        Refresh();
        return offset switch
        {
            ReceiveReady => HasByte && !state.Seen ? 1u : 0,
            TransmitReady => state.Sent ? 1u : 0,
            EnableSet or EnableClear => state.Enabled,
            _ => words.GetValueOrDefault(offset),
        };
    }

    /// <inheritdoc/>
    protected override void WriteWord(uint offset, uint value, uint mask)
    {
        value &= mask;
        switch (offset)
        {
            case StartReceiver when value != 0: state.Receiving = true; break;
            case StopReceiver when value != 0: state.Receiving = false; break;
            case ReceiveReady: state.Seen = value == 0; break;
            case TransmitReady: state.Sent = value != 0; break;
            case EnableSet: state.Enabled |= value; break;
            case EnableClear: state.Enabled &= ~value; break;
            case Transmit:
                Send(value);
                state.Sent = true;
                break;
            default: words[offset] = Merge(words.GetValueOrDefault(offset), value, mask); break;
        }

        UpdateInterrupt();
    }
}
