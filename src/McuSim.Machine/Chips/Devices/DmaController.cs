using System.Buffers.Binary;
using System.Collections.Immutable;
using McuSim.Machine.System;

namespace McuSim.Machine.Chips.Devices;

/// <summary>
/// An STM32 DMA controller, with eight streams (F4, F7, H7) or up to eight channels (F1, L4, G0). What goes to peripherals is taken at a steady pace; what comes from a peripheral is moved
/// when that has it (<see cref="IDmaSource"/>), whatever request the program selected. Sources: ST RM0090, section 10.5; ST RM0351, section 11.6 (register maps).
/// </summary>
/// <param name="streams">Whether it has streams.</param>
/// <param name="interrupts">The interrupt of each stream or channel.</param>
/// <param name="host">Memory and time.</param>
/// <param name="bus">The peripherals that it moves to and from.</param>
internal sealed class DmaController(bool streams, ImmutableArray<int> interrupts, IDeviceHost host, IDmaBus bus) : WordDevice, ITimedDevice
{
    private const ulong CyclesPerItem = 100;
    private const uint On = 1, Complete = 1, Half = 2, Failed = 4, Control = 0, Count = 4, Peripheral = 8, Memory = 12, OtherMemory = 16, UsesOtherMemory = 1 << 19;

    private static readonly int[] FlagShifts = [0, 6, 16, 22];

    private Dictionary<uint, uint> words = [];
    private Channel[] channels = [.. interrupts.Select(_ => default(Channel))];

    /// <inheritdoc/>
    public ulong NextEvent
    {
        get
        {
            ulong next = ulong.MaxValue;
            for (int i = 0; i < channels.Length; i++)
                next = Math.Min(next, NextOf(i));
            return next;
        }
    }

    /// <inheritdoc/>
    public void Elapse(ulong now)
    {
        for (int i = 0; i < channels.Length; i++)
        {
            // A peripheral may give several items at once; no more than a round, lest a program without end keep the machine here.
            for (uint items = 0; NextOf(i) <= now && items <= channels[i].Items; items++)
                Move(i);
        }

        UpdateInterrupts();
    }

    /// <inheritdoc/>
    public override void Reset()
    {
        words.Clear();
        Array.Clear(channels);
        UpdateInterrupts();
    }

    /// <inheritdoc/>
    public override object Capture() => (new Dictionary<uint, uint>(words), channels.ToArray());

    /// <inheritdoc/>
    public override void Restore(object state)
    {
        (Dictionary<uint, uint> saved, Channel[] savedChannels) = ((Dictionary<uint, uint>, Channel[]))state;
        words = new Dictionary<uint, uint>(saved);
        channels = [.. savedChannels];
        UpdateInterrupts();
    }

    /// <inheritdoc/>
    protected override uint ReadWord(uint offset)
    {
        if (NextEvent <= host.Now) Elapse(host.Now);
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
        {
            uint items = words.GetValueOrDefault(Register(channel, Count)) & 0xFFFF;
            channels[channel] = new Channel { Flags = channels[channel].Flags, IsOn = (now & On) != 0 && items > 0, Items = items, Last = host.Now };
        }

        UpdateInterrupts();
    }

    private uint Step => streams ? 0x18u : 0x14;

    private uint Register(int channel, uint which) => (streams ? 0x10u : 0x08) + (Step * (uint)channel) + which;

    private uint ControlOf(int channel) => words.GetValueOrDefault(Register(channel, Control));

    /// <summary>0 from peripheral to memory, 1 from memory to peripheral, 2 within memory.</summary>
    private uint Direction(uint control) => streams ? control >> 6 & 3 : (control & 0x4000) != 0 ? 2u : control >> 4 & 1;

    /// <summary>When a channel next moves something: an item of a peripheral's, else half of the block.</summary>
    private ulong NextOf(int channel)
    {
        ref Channel c = ref channels[channel];
        if (!c.IsOn)
            return ulong.MaxValue;
        if (Direction(ControlOf(channel)) == 0 && bus.ReadyAt(words.GetValueOrDefault(Register(channel, Peripheral))) is { } ready)
            return ready;
        return c.Last + (CyclesPerItem * (ulong)(c.Done < c.Items / 2 ? c.Items / 2 : c.Items - (c.Items / 2)));
    }

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
            if (!streams && (own & 1) != 0) own = 15; // the global flag clears all
            foreach (uint flag in (ReadOnlySpan<uint>)[Complete, Half, Failed])
            {
                if ((own & Shown(flag) & (streams ? ~0u : ~1u)) != 0)
                    channels[i].Flags &= ~flag;
            }
        }
    }

    /// <summary>Moves one item of a peripheral's, or half of the block.</summary>
    private void Move(int channel)
    {
        uint control = ControlOf(channel), peripheral = words.GetValueOrDefault(Register(channel, Peripheral));
        ref Channel c = ref channels[channel];
        uint middle = c.Items / 2, end = c.Done < middle ? middle : c.Items;
        if (Direction(control) == 0 && bus.ReadyAt(peripheral) is not null) end = c.Done + 1;
        c.Last = Math.Min(NextOf(channel), host.Now);
        bool works = true;
        for (; c.Done < end && works; c.Done++)
            works = MoveItem(channel, control, c.Done);
        if (works && c.Done >= middle && c.Done < c.Items) c.Flags |= Half;
        words[Register(channel, Count)] = c.Items - c.Done;
        if (works && c.Done < c.Items)
            return;
        c.Flags |= works ? Complete | Half : Failed;
        bool again = works && ((control >> (streams ? 8 : 5) & 1) != 0 || (streams && (control & (1 << 18)) != 0));
        if (again && streams && (control & (1 << 18)) != 0) words[Register(channel, Control)] = control ^ UsesOtherMemory;
        if (again) (c.Done, words[Register(channel, Count)]) = (0, c.Items);
        else c.IsOn = false;
        if (!again && (streams || !works)) words[Register(channel, Control)] = control & ~On;
    }

    private bool MoveItem(int channel, uint control, uint item)
    {
        int memoryBit = streams ? 13 : 10, steps = streams ? 10 : 7, other = 1 << (int)(control >> (memoryBit - 2) & 3), size = streams ? other : 1 << (int)(control >> memoryBit & 3);
        bool stepsMemory = (control >> steps & 1) != 0, stepsPeripheral = (control >> (steps - 1) & 1) != 0;
        uint first = words.GetValueOrDefault(Register(channel, streams && (control & UsesOtherMemory) != 0 ? OtherMemory : Memory));
        uint memory = first + (stepsMemory ? item * (uint)size : 0), peripheral = words.GetValueOrDefault(Register(channel, Peripheral)) + (stepsPeripheral ? item * (uint)other : 0);
        Span<byte> bytes = stackalloc byte[8];
        bytes.Clear();
        bool toMemory = Direction(control) == 0 || (Direction(control) == 2 && (streams || (control & 0x10) == 0));
        if (!toMemory)
            return host.TryRead(memory, bytes[..size]) && (bus.Write(peripheral, other, BinaryPrimitives.ReadUInt64LittleEndian(bytes)) || host.TryWrite(peripheral, bytes[..other]));
        if (bus.Read(peripheral, other) is { } value)
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        else if (!host.TryRead(peripheral, bytes[..other]))
            return false;
        return host.TryWrite(memory, bytes[..size]);
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
        uint control = ControlOf(channel), flags = channels[channel].Flags;
        uint enabled = streams
            ? ((control & 0x10) != 0 ? Complete : 0) | ((control & 8) != 0 ? Half : 0) | ((control & 4) != 0 ? Failed : 0)
            : ((control & 2) != 0 ? Complete : 0) | ((control & 4) != 0 ? Half : 0) | ((control & 8) != 0 ? Failed : 0);
        return (flags & enabled) != 0;
    }

    private struct Channel
    {
        internal bool IsOn;
        internal uint Flags, Items, Done;
        internal ulong Last;
    }
}
