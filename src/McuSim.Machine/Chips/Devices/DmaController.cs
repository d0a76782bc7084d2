using System.Buffers.Binary;
using System.Collections.Immutable;
using McuSim.Machine.System;

namespace McuSim.Machine.Chips.Devices;

/// <summary>
/// An STM32 DMA controller, with eight streams (F4, F7) or seven channels (F1, L4, G0). It moves memory to peripherals, which always take the data, and memory to
/// memory; it waits for ever where a peripheral would have to ask for a transfer to memory. Sources: ST RM0090, section 10.5; ST RM0351, section 11.6 (register maps).
/// </summary>
/// <param name="streams">Whether it has streams.</param>
/// <param name="interrupts">The interrupt of each stream or channel.</param>
/// <param name="host">Memory and time.</param>
/// <param name="write">Writes a register of another peripheral: address, size, value.</param>
internal sealed class DmaController(bool streams, ImmutableArray<int> interrupts, IDeviceHost host, Action<uint, int, ulong> write) : WordDevice, ITimedDevice
{
    private const ulong CyclesPerItem = 100;
    private const uint On = 1, Complete = 1, Half = 2, Failed = 4, Control = 0, Count = 4, Peripheral = 8, Memory = 12;

    private static readonly int[] FlagShifts = [0, 6, 16, 22];

    private Dictionary<uint, uint> words = [];
    private (ulong Due, uint Flags)[] channels = [.. interrupts.Select(_ => (ulong.MaxValue, 0u))];

    /// <inheritdoc/>
    public ulong NextEvent => channels.Min(c => c.Due);

    /// <inheritdoc/>
    public void Elapse(ulong now)
    {
        for (int i = 0; i < channels.Length; i++)
        {
            if (channels[i].Due <= now)
                Transfer(i);
        }

        UpdateInterrupts();
    }

    /// <inheritdoc/>
    public override void Reset()
    {
        words.Clear();
        Array.Fill(channels, (ulong.MaxValue, 0u));
        UpdateInterrupts();
    }

    /// <inheritdoc/>
    public override object Capture() => (new Dictionary<uint, uint>(words), channels.ToArray());

    /// <inheritdoc/>
    public override void Restore(object state)
    {
        (Dictionary<uint, uint> saved, (ulong, uint)[] savedChannels) = ((Dictionary<uint, uint>, (ulong, uint)[]))state;
        words = new Dictionary<uint, uint>(saved);
        channels = [.. savedChannels];
        UpdateInterrupts();
    }

    /// <inheritdoc/>
    protected override uint ReadWord(uint offset)
    {
        if (offset >= (streams ? 8u : 4))
            return words.GetValueOrDefault(offset);
        uint status = 0;
        for (int i = 0; i < channels.Length; i++)
        {
            if (!streams || i / 4 == offset / 4)
                status |= Shown(channels[i].Flags) << Shift(i);
        }

        return status;
    }

    /// <inheritdoc/>
    protected override void WriteWord(uint offset, uint value, uint mask)
    {
        value &= mask;
        uint first = streams ? 8u : 4, end = streams ? 16u : 8;
        if (offset >= first && offset < end)
            Clear((offset - first) / 4, value);
        uint old = words.GetValueOrDefault(offset), now = Merge(old, value, mask);
        if (offset >= end)
            words[offset] = now;
        int channel = offset < end ? -1 : (int)((offset - Register(0, Control)) / Step);
        if (channel >= 0 && channel < channels.Length && offset == Register(channel, Control) && ((old ^ now) & On) != 0)
            channels[channel].Due = (now & On) != 0 && (FromMemory(now) || WithinMemory(now)) ? Later(channel) : ulong.MaxValue;
        UpdateInterrupts();
    }

    private uint Step => streams ? 0x18u : 0x14;

    private uint Register(int channel, uint which) => (streams ? 0x10u : 0x08) + (Step * (uint)channel) + which;

    private bool FromMemory(uint control) => streams ? (control >> 6 & 3) == 1 : (control & 0x4010) == 0x10;

    private bool WithinMemory(uint control) => streams ? (control >> 6 & 3) == 2 : (control & 0x4000) != 0;

    /// <summary>Within memory, from the memory address to the peripheral address: channels can, streams cannot.</summary>
    private bool IsBackwards(uint control) => !streams && (control & 0x10) != 0;

    private ulong Later(int channel) => host.Now + (CyclesPerItem * Math.Max(1, words.GetValueOrDefault(Register(channel, Count)) & 0xFFFF));

    private int Shift(int channel) => streams ? FlagShifts[channel % 4] : 4 * channel;

    private uint Shown(uint flags) => streams
        ? ((flags & Failed) != 0 ? 8u : 0) | ((flags & Half) != 0 ? 16u : 0) | ((flags & Complete) != 0 ? 32u : 0)
        : (flags != 0 ? 1u : 0) | ((flags & Complete) != 0 ? 2u : 0) | ((flags & Half) != 0 ? 4u : 0) | ((flags & Failed) != 0 ? 8u : 0);

    private void Clear(uint half, uint bits)
    {
        for (int i = 0; i < channels.Length; i++)
        {
            if (streams && i / 4 != half)
                continue;
            uint own = bits >> Shift(i);
            foreach (uint flag in (ReadOnlySpan<uint>)[Complete, Half, Failed])
            {
                if ((own & Shown(flag)) != 0)
                    channels[i].Flags &= ~flag;
            }
        }
    }

    private void Transfer(int channel)
    {
        uint control = words.GetValueOrDefault(Register(channel, Control)), count = words.GetValueOrDefault(Register(channel, Count)) & 0xFFFF;
        int size = 1 << (int)(control >> (streams ? 13 : 10) & 3), moved = streams ? 10 : 7;
        bool again = (control >> (streams ? 8 : 5) & 1) != 0, stepsMemory = (control >> moved & 1) != 0, stepsPeripheral = (control >> (moved - 1) & 1) != 0;
        Span<byte> item = stackalloc byte[8];
        bool isMemory = true;
        for (uint i = 0; i < count && isMemory; i++)
        {
            uint memory = words.GetValueOrDefault(Register(channel, Memory)) + (stepsMemory ? i * (uint)size : 0);
            if (WithinMemory(control))
            {
                int other = 1 << (int)(control >> (streams ? 11 : 8) & 3);
                uint peripheral = words.GetValueOrDefault(Register(channel, Peripheral)) + (stepsPeripheral ? i * (uint)other : 0);
                item.Clear();
                isMemory = IsBackwards(control)
                    ? host.TryRead(memory, item[..size]) && host.TryWrite(peripheral, item[..other])
                    : host.TryRead(peripheral, item[..other]) && host.TryWrite(memory, item[..size]);
                continue;
            }

            isMemory = host.TryRead(memory, item[..size]);
            if (isMemory)
                write(words.GetValueOrDefault(Register(channel, Peripheral)) + (stepsPeripheral ? i * (uint)size : 0), size, BinaryPrimitives.ReadUInt64LittleEndian(item));
        }

        channels[channel].Flags |= isMemory ? Complete | Half : Failed;
        channels[channel].Due = again && isMemory ? Later(channel) : ulong.MaxValue;
        if (again && isMemory)
            return;
        words[Register(channel, Count)] = 0;
        words[Register(channel, Control)] = streams || !isMemory ? control & ~On : control;
    }

    private void UpdateInterrupts()
    {
        for (int i = 0; i < interrupts.Length; i++)
        {
            bool asks = false;
            for (int other = 0; other < interrupts.Length; other++)
                asks |= interrupts[other] == interrupts[i] && Asks(other);
            host.SetInterrupt(interrupts[i], asks);
        }
    }

    private bool Asks(int channel)
    {
        uint control = words.GetValueOrDefault(Register(channel, Control)), flags = channels[channel].Flags;
        uint enabled = streams
            ? ((control & 0x10) != 0 ? Complete : 0) | ((control & 8) != 0 ? Half : 0) | ((control & 4) != 0 ? Failed : 0)
            : ((control & 2) != 0 ? Complete : 0) | ((control & 4) != 0 ? Half : 0) | ((control & 8) != 0 ? Failed : 0);
        return (flags & enabled) != 0;
    }
}
