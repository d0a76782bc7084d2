using McuSim.Machine.System;

namespace McuSim.Machine.Chips.Devices;

/// <summary>
/// An STM32 SPI whose data input is pulled high: as a master it sends at once and receives ones. A slave hears nothing. Versions: the first has SR and DR (F1 to G4), the second TXDR and
/// RXDR (H7, U5). Sources: ST RM0390, chapter 26; ST RM0433, chapter 50.
/// </summary>
/// <param name="second">Whether it is of the second version.</param>
/// <param name="interrupt">Its line.</param>
/// <param name="host">Interrupts.</param>
/// <param name="registers">Its registers.</param>
internal sealed class Spi(bool second, int? interrupt, IDeviceHost host, RegisterBlock registers) : RegisterDevice(registers), IDmaSource
{
    private const uint Control1 = 0x00, Control2 = 0x04;

    // Version 1.
    private const uint Status1 = 0x08, Data = 0x0C, Received = 1, Empty = 2, Overrun = 64, ReceiveOnly = 1 << 10, OneLine = 1 << 15, OneLineOut = 1 << 14;

    // Version 2.
    private const uint Enables2 = 0x10, Status2 = 0x14, Clear2 = 0x18, Transmit2 = 0x20, Receive2 = 0x30, EndOfTransfer = 8, TransferFilled = 16, Suspended = 1 << 11, Complete = 1 << 12, Start = 1 << 9, Suspend = 1 << 10;

    private (int Waiting, uint Sent, uint Flags) state;

    private bool IsOn => (Kept(Control1) & (second ? 1u : 1 << 6)) != 0;

    private bool IsMaster => second ? (Kept(0x0C) & (1 << 22)) != 0 : (Kept(Control1) & 4) != 0;

    /// <summary>Whether the master's clock runs without data to send.</summary>
    private bool OnlyReceives => IsOn && IsMaster && (second
        ? (Kept(0x0C) >> 17 & 3) == 2 && (Kept(Control1) & Start) != 0
        : (Kept(Control1) & ReceiveOnly) != 0 || (Kept(Control1) & (OneLine | OneLineOut)) == OneLine);

    private bool HasReceived => state.Waiting > 0 || OnlyReceives;

    /// <inheritdoc/>
    public ulong ReadyAt(uint offset) => offset != (second ? Receive2 : Data) || HasReceived ? 0 : ulong.MaxValue;

    /// <inheritdoc/>
    public override void Reset()
    {
        base.Reset();
        state = default;
        SetLine();
    }

    /// <inheritdoc/>
    public override ulong Read(uint offset, int size)
    {
        if (offset != (second ? Receive2 : Data))
            return base.Read(offset, size);
        state.Waiting = Math.Max(0, state.Waiting - (second ? size : 1));
        if (OnlyReceives) CountSent(size);
        SetLine();
        return size >= 8 ? ulong.MaxValue : (1ul << (8 * Math.Min(size, second || (Kept(Control1) & (1 << 11)) != 0 || (Kept(Control2) & 0xF00) > 0x700 ? size : 1))) - 1;
    }

    /// <inheritdoc/>
    public override void Write(uint offset, int size, ulong value)
    {
        if (offset != (second ? Transmit2 : Data))
        {
            base.Write(offset, size, value);
            return;
        }

        if (IsOn && IsMaster)
        {
            bool keepsAll = second || (Kept(Control2) & 1) != 0; // received by DMA
            if (keepsAll) state.Waiting += second ? size : 1;
            else if (state.Waiting < 4) state.Waiting++;
            else state.Flags |= Overrun;
            CountSent(size);
        }

        SetLine();
    }

    /// <inheritdoc/>
    protected override object CaptureOwn() => state;

    /// <inheritdoc/>
    protected override void RestoreOwn(object captured)
    {
        state = ((int, uint, uint))captured;
        SetLine();
    }

    /// <inheritdoc/>
    protected override uint ReadWord(uint offset)
    {
        if (offset != (second ? Status2 : Status1))
            return base.ReadWord(offset);
        uint value = Flags();
        if (!second) state.Flags = 0; // an overrun is cleared by reading the data, then the status
        return value;
    }

    /// <inheritdoc/>
    protected override void WriteWord(uint offset, uint value, uint mask)
    {
        if (second && offset == Clear2) state.Flags &= ~value;
        uint before = Kept(offset);
        base.WriteWord(offset, value, mask);
        if (offset == Control1 && !IsOn) state = default;
        if (second && offset == Control1 && ((value & mask & ~before) & Start) != 0)
            (state.Sent, state.Flags) = (0, state.Flags & ~(EndOfTransfer | TransferFilled));
        if (second && offset == Control1 && (value & mask & Suspend) != 0)
        {
            state.Flags |= Suspended;
            Keep(Control1, Kept(Control1) & ~(Suspend | Start));
        }

        SetLine();
    }

    /// <summary>Counts bytes against the length of the transfer (version 2).</summary>
    private void CountSent(int size)
    {
        uint frame = ((Kept(0x08) & 31) / 8) + 1, length = Kept(Control2) & 0xFFFF;
        state.Sent += Math.Max(1, (uint)size / frame);
        if (second && length != 0 && state.Sent >= length)
        {
            state.Flags |= EndOfTransfer | TransferFilled;
            Keep(Control1, Kept(Control1) & ~Start);
        }
    }

    private uint Flags()
    {
        if (!second)
            return Empty | (HasReceived ? Received : 0) | state.Flags | (HasReceived ? 1u << 9 : 0);
        bool isDone = (state.Flags & EndOfTransfer) != 0;
        return (HasReceived ? 1u : 0) | (IsOn && !isDone ? 2u : 0) | (HasReceived && IsOn ? 4u : 0) | Complete | state.Flags | ((uint)Math.Min(state.Waiting, 3) << 13) | (state.Waiting >= 4 ? 1u << 15 : 0);
    }

    private void SetLine()
    {
        if (interrupt is not { } line)
            return;
        uint enables = Kept(Control2);
        uint enabled = second ? Kept(Enables2) : ((enables & 128) != 0 ? Empty : 0) | ((enables & 64) != 0 ? Received : 0) | ((enables & 32) != 0 ? Overrun : 0);
        host.SetInterrupt(line, IsOn && (Flags() & enabled) != 0);
    }
}
