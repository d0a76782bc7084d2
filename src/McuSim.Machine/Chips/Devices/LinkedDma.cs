using System.Buffers.Binary;
using System.Collections.Immutable;
using McuSim.Machine.System;

namespace McuSim.Machine.Chips.Devices;

/// <summary>
/// The DMA of later STM32 chips (GPDMA, LPDMA), whose channels follow lists of transfers in memory. What comes from a peripheral is moved when that has it (<see cref="IDmaSource"/>), whatever
/// request is selected; what goes to one at a steady pace, in two halves. Triggers and two-dimensional steps are not there. Source: ST RM0456, chapter 17.
/// </summary>
/// <param name="interrupts">The interrupt of each channel.</param>
/// <param name="host">Memory and time.</param>
/// <param name="bus">The peripherals that it moves to and from.</param>
internal sealed class LinkedDma(ImmutableArray<int> interrupts, IDeviceHost host, IDmaBus bus) : WordDevice, ITimedDevice
{
    private const uint FirstChannel = 0x50, ChannelSize = 0x80;
    private const uint ListBase = 0x00, Clear = 0x0C, Status = 0x10, Control = 0x14, Transfer1 = 0x40, Transfer2 = 0x44, Block1 = 0x48, Source = 0x4C, Destination = 0x50, Transfer3 = 0x54, Block2 = 0x58, Link = 0x7C;
    private const uint On = 1, Restart = 2, Suspends = 4, Idle = 1, Complete = 1 << 8, Half = 1 << 9, Failed = 1 << 10, Suspended = 1 << 13, Flags = 0x7F00;
    private const uint BySoftware = 1 << 9, ToPeripheral = 1 << 10, Steps = 8, DestinationSteps = 1 << 19;
    private const ulong CyclesPerItem = 100;

    private Dictionary<uint, uint> words = [];
    private Channel[] channels = new Channel[interrupts.Length];

    /// <inheritdoc/>
    public ulong NextEvent
    {
        get
        {
            ulong next = ulong.MaxValue;
            for (int i = 0; i < channels.Length; i++) next = Math.Min(next, NextOf(i));
            return next;
        }
    }

    /// <inheritdoc/>
    public void Elapse(ulong now)
    {
        for (int i = 0; i < channels.Length; i++)
        {
            // No more than a block at once, lest a program without end keep the machine here.
            for (uint moved = 0; NextOf(i) <= now && moved <= channels[i].Bytes; moved++) Move(i);
        }
    }

    /// <inheritdoc/>
    public override void Reset()
    {
        words.Clear();
        channels = new Channel[interrupts.Length];
        for (int i = 0; i < channels.Length; i++) SetLine(i);
    }

    /// <inheritdoc/>
    public override object Capture() => (new Dictionary<uint, uint>(words), channels.ToArray());

    /// <inheritdoc/>
    public override void Restore(object state)
    {
        (Dictionary<uint, uint> saved, Channel[] savedChannels) = ((Dictionary<uint, uint>, Channel[]))state;
        words = new Dictionary<uint, uint>(saved);
        channels = [.. savedChannels];
        for (int i = 0; i < channels.Length; i++) SetLine(i);
    }

    /// <inheritdoc/>
    protected override uint ReadWord(uint offset)
    {
        if (NextEvent <= host.Now) Elapse(host.Now);
        if (offset is 0x0C or 0x10)
            return (uint)Enumerable.Range(0, channels.Length).Where(Asks).Sum(i => 1 << i);
        (int channel, uint register) = Place(offset);
        return register == Status && channel >= 0 ? channels[channel].Flags | (channels[channel].IsOn ? 0 : Idle) : words.GetValueOrDefault(offset);
    }

    /// <inheritdoc/>
    protected override void WriteWord(uint offset, uint value, uint mask)
    {
        (int channel, uint register) = Place(offset);
        uint now = Merge(words.GetValueOrDefault(offset), value, mask);
        if (register == Clear && channel >= 0) channels[channel].Flags &= ~(value & mask & Flags);
        else if (register == Control && channel >= 0) Switch(channel, now);
        else if (register != Status || channel < 0) words[offset] = now;
        if (channel >= 0) SetLine(channel);
    }

    private (int Channel, uint Register) Place(uint offset) =>
        offset >= FirstChannel && (offset - FirstChannel) / ChannelSize < channels.Length ? ((int)((offset - FirstChannel) / ChannelSize), (offset - FirstChannel) % ChannelSize) : (-1, offset);

    private uint Get(int channel, uint register) => words.GetValueOrDefault(FirstChannel + (ChannelSize * (uint)channel) + register);

    private void Set(int channel, uint register, uint value) => words[FirstChannel + (ChannelSize * (uint)channel) + register] = value;

    private void Switch(int channel, uint control)
    {
        ref Channel c = ref channels[channel];
        bool begins = (control & On) != 0 && !c.IsOn;
        if ((control & Restart) != 0) (c, control, begins) = (default, control & ~(On | Restart | Suspends), false);
        if ((control & Suspends) != 0 && (Get(channel, Control) & Suspends) == 0) (c.Flags, c.IsOn) = (c.Flags | Suspended, false);
        Set(channel, Control, control);
        if (begins) Begin(channel);
    }

    /// <summary>Begins the block that the registers describe; an empty one is the way to load the first of a list.</summary>
    private void Begin(int channel)
    {
        uint bytes = Get(channel, Block1) & 0xFFFF;
        channels[channel] = new Channel { IsOn = true, Bytes = bytes, Flags = channels[channel].Flags, Last = host.Now };
        if (bytes == 0) Follow(channel);
    }

    /// <summary>When a channel next moves something: an item of a peripheral's, else half of the block.</summary>
    private ulong NextOf(int channel)
    {
        ref Channel c = ref channels[channel];
        if (!c.IsOn)
            return ulong.MaxValue;
        if (FromPeripheral(channel) && bus.ReadyAt(Get(channel, Source)) is { } ready)
            return ready;
        uint item = 1u << (int)(Get(channel, Transfer1) & 3);
        return c.Last + (CyclesPerItem * ((c.Done < c.Bytes / 2 ? c.Bytes / 2 : c.Bytes - (c.Bytes / 2)) / item));
    }

    private bool FromPeripheral(int channel) => (Get(channel, Transfer2) & (BySoftware | ToPeripheral)) == 0;

    private void Move(int channel)
    {
        uint item = 1u << (int)(Get(channel, Transfer1) & 3);
        ref Channel c = ref channels[channel];
        uint middle = c.Bytes / 2 / item * item, end = c.Done < middle ? middle : c.Bytes;
        if (FromPeripheral(channel) && bus.ReadyAt(Get(channel, Source)) is not null) end = Math.Min(c.Done + item, c.Bytes);
        c.Last = Math.Min(NextOf(channel), host.Now);
        bool works = true;
        for (; c.Done < end && works; c.Done += item) works = MoveItem(channel, item);
        if (works && c.Done >= middle) c.Flags |= Half;
        Set(channel, Block1, (Get(channel, Block1) & ~0xFFFFu) | (c.Bytes - Math.Min(c.Done, c.Bytes)));
        if (!works) End(channel, Failed);
        else if (c.Done >= c.Bytes) Follow(channel);
        SetLine(channel);
    }

    private bool MoveItem(int channel, uint item)
    {
        uint transfer = Get(channel, Transfer1), from = Get(channel, Source), to = Get(channel, Destination), wide = 1u << (int)(transfer >> 16 & 3);
        Span<byte> bytes = stackalloc byte[8];
        bytes.Clear();
        if (bus.Read(from, (int)item) is { } value) BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        else if (!host.TryRead(from, bytes[..(int)item]))
            return false;
        if ((transfer & Steps) != 0) Set(channel, Source, from + item);
        // An item goes out as it came where the other side is wider, and in parts where it is narrower.
        for (uint at = 0; at < item; at += Math.Min(wide, item))
        {
            int size = (int)Math.Min(wide, item);
            if (!bus.Write(to, size, BinaryPrimitives.ReadUInt64LittleEndian(bytes) >> (int)(8 * at)) && !host.TryWrite(to, bytes.Slice((int)at, size)))
                return false;
            if ((transfer & DestinationSteps) != 0) to += (uint)size;
        }

        Set(channel, Destination, to);
        return true;
    }

    /// <summary>At the end of a block: the next one of the list, whose registers lie in memory, or the end.</summary>
    private void Follow(int channel)
    {
        uint link = Get(channel, Link), at = (Get(channel, ListBase) & 0xFFFF_0000) | (link & 0xFFFC), events = Get(channel, Transfer2) >> 30;
        bool isLast = link == 0 || (Get(channel, Control) & (1 << 16)) != 0;
        if (channels[channel].Bytes > 0 && (isLast || events < 2)) channels[channel].Flags |= Complete | Half;
        if (isLast)
        {
            End(channel, 0);
            return;
        }

        Span<byte> word = stackalloc byte[4];
        foreach ((uint bit, uint register) in (ReadOnlySpan<(uint, uint)>)[(31, Transfer1), (30, Transfer2), (29, Block1), (28, Source), (27, Destination), (26, Transfer3), (25, Block2), (16, Link)])
        {
            if ((register is Transfer3 or Block2 && !HasTwoDimensions(channel)) || (link >> (int)bit & 1) == 0) continue;
            if (!host.TryRead(at, word))
            {
                End(channel, 1 << 11); // update link error
                return;
            }

            Set(channel, register, BinaryPrimitives.ReadUInt32LittleEndian(word));
            at += 4;
        }

        if ((link & (1 << 16)) == 0) Set(channel, Link, 0);
        if ((Get(channel, Block1) & 0xFFFF) == 0 && (link & (1 << 29)) == 0) Set(channel, Block1, channels[channel].Bytes);
        if ((Get(channel, Block1) & 0xFFFF) == 0) End(channel, Failed);
        else Begin(channel);
    }

    /// <summary>Only the last four channels of 16, and the last two of 8, have two-dimensional steps.</summary>
    private bool HasTwoDimensions(int channel) => channel >= interrupts.Length - (interrupts.Length > 8 ? 4 : 2);

    private void End(int channel, uint flag)
    {
        channels[channel].IsOn = false;
        channels[channel].Flags |= flag;
        Set(channel, Control, Get(channel, Control) & ~On);
    }

    private bool Asks(int channel) => (channels[channel].Flags & Get(channel, Control) & Flags) != 0;

    private void SetLine(int channel) => host.SetInterrupt(interrupts[channel], Asks(channel));

    private struct Channel
    {
        internal bool IsOn;
        internal uint Flags, Bytes, Done;
        internal ulong Last;
    }
}
