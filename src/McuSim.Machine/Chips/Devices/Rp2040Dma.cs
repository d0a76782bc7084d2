using System.Buffers.Binary;
using System.Collections.Immutable;
using McuSim.Machine.System;

namespace McuSim.Machine.Chips.Devices;

/// <summary>
/// RP2040's DMA: a channel that is triggered moves all of its items at once, whatever paces it, and triggers the one that it is chained to. The sniffer and the pacing timers are not there.
/// Source: RP2040 datasheet, section 2.5.
/// </summary>
internal sealed class Rp2040Dma(ImmutableArray<int> interrupts, IDeviceHost host, IDmaBus bus) : WordDevice
{
    private const uint Channels = 12, ChannelStep = 0x40, ChannelsEnd = Channels * ChannelStep, Read0 = 0, Write0 = 1, Count0 = 2, Control0 = 3;
    private const uint Raw = 0x400, Enable = 0x404, Force = 0x408, Status = 0x40C, OutputStep = 0x10, MultiTrigger = 0x430, AliasSize = 0x1000;
    private const uint On = 1, StepsRead = 1 << 4, StepsWrite = 1 << 5, RingWrites = 1 << 10, Quiet = 1 << 21, Swap = 1 << 22, WriteError = 1 << 29, ReadError = 1 << 30, AnyError = 1u << 31;
    private const int MostChained = 64, MostItems = 1 << 22;

    /// <summary>Which of the four registers of a channel the places of its four aliases hold; the last of each alias triggers.</summary>
    private static readonly ImmutableArray<uint> Places = [Read0, Write0, Count0, Control0, Control0, Read0, Write0, Count0, Control0, Count0, Read0, Write0, Control0, Write0, Count0, Read0];

    private uint[] registers = new uint[Channels * 4];
    private uint[] counts = new uint[Channels];
    private Dictionary<uint, uint> others = [];

    /// <inheritdoc/>
    public override void Reset()
    {
        Array.Clear(registers);
        Array.Clear(counts);
        others.Clear();
        for (uint i = 0; i < Channels; i++) registers[(4 * i) + Control0] = i << 11; // chained to itself: to none
        SetLines();
    }

    /// <inheritdoc/>
    public override object Capture() => (registers.ToArray(), counts.ToArray(), new Dictionary<uint, uint>(others));

    /// <inheritdoc/>
    public override void Restore(object state)
    {
        (uint[] savedRegisters, uint[] savedCounts, Dictionary<uint, uint> savedOthers) = ((uint[], uint[], Dictionary<uint, uint>))state;
        (registers, counts, others) = ([.. savedRegisters], [.. savedCounts], new Dictionary<uint, uint>(savedOthers));
        SetLines();
    }

    /// <inheritdoc/>
    protected override uint ReadWord(uint offset)
    {
        offset %= AliasSize;
        if (offset < ChannelsEnd)
        {
            uint place = Places[(int)(offset % ChannelStep / 4)], channel = offset / ChannelStep;
            return place == Count0 ? 0 : registers[(4 * channel) + place]; // every transfer is over
        }

        return offset switch
        {
            Status or Status + OutputStep => Asking((offset - Status) / OutputStep),
            Raw + OutputStep => others.GetValueOrDefault(Raw),
            _ => others.GetValueOrDefault(offset),
        };
    }

    /// <inheritdoc/>
    protected override void WriteWord(uint offset, uint value, uint mask)
    {
        uint register = offset % AliasSize;
        if (register < ChannelsEnd)
        {
            WriteChannel(register, value, mask, offset / AliasSize);
            return;
        }

        uint old = others.GetValueOrDefault(register), bits = value & mask;
        value = (offset / AliasSize) switch { 1 => old ^ bits, 2 => old | bits, 3 => old & ~bits, _ => Merge(old, value, mask) };
        if (register is Raw or Raw + OutputStep or Status or Status + OutputStep) others[Raw] = others.GetValueOrDefault(Raw) & ~bits;
        else if (register == MultiTrigger)
        {
            for (uint i = 0; i < Channels; i++)
            {
                if ((bits >> (int)i & 1) != 0) Trigger(i, 0);
            }
        }
        else others[register] = value;
        SetLines();
    }

    private void WriteChannel(uint register, uint value, uint mask, uint alias)
    {
        uint channel = register / ChannelStep, at = register % ChannelStep / 4, place = Places[(int)at], index = (4 * channel) + place, old = registers[index];
        value = alias switch { 1 => old ^ (value & mask), 2 => old | (value & mask), 3 => old & ~(value & mask), _ => Merge(old, value, mask) };
        if (place == Control0) value &= ~(value & (WriteError | ReadError)) & ~AnyError;
        if (place == Count0) counts[channel] = value;
        registers[index] = value;
        if (at % 4 == 3 && value != 0) Trigger(channel, 0); // zero is a trigger that does nothing
        SetLines();
    }

    private void Trigger(uint channel, int depth)
    {
        uint control = registers[(4 * channel) + Control0];
        if ((control & On) == 0 || depth > MostChained)
            return;
        Move(channel, control);
        if ((control & Quiet) == 0) others[Raw] = others.GetValueOrDefault(Raw) | (1u << (int)channel);
        uint next = control >> 11 & 15;
        if (next != channel && next < Channels) Trigger(next, depth + 1);
    }

    private void Move(uint channel, uint control)
    {
        int size = 1 << (int)(control >> 2 & 3);
        ref uint from = ref registers[(4 * channel) + Read0], to = ref registers[(4 * channel) + Write0];
        uint ring = (control >> 6 & 15) is 0 ? uint.MaxValue : (1u << (int)(control >> 6 & 15)) - 1;
        Span<byte> item = stackalloc byte[8];
        for (uint left = Math.Min(counts[channel], MostItems); left > 0; left--)
        {
            item.Clear();
            if (bus.Read(from, size) is { } word) BinaryPrimitives.WriteUInt64LittleEndian(item, word);
            else if (!host.TryRead(from, item[..size]))
            {
                registers[(4 * channel) + Control0] |= ReadError | AnyError;
                return;
            }

            if ((control & Swap) != 0) item[..size].Reverse();
            if (!bus.Write(to, size, BinaryPrimitives.ReadUInt64LittleEndian(item)) && !host.TryWrite(to, item[..size]))
            {
                registers[(4 * channel) + Control0] |= WriteError | AnyError;
                return;
            }

            if ((control & StepsRead) != 0) from = Next(from, size, (control & RingWrites) == 0 ? ring : uint.MaxValue);
            if ((control & StepsWrite) != 0) to = Next(to, size, (control & RingWrites) != 0 ? ring : uint.MaxValue);
        }
    }

    private static uint Next(uint address, int size, uint ring) => (address & ~ring) | ((address + (uint)size) & ring);

    private uint Asking(uint output) =>
        (others.GetValueOrDefault(Raw) & others.GetValueOrDefault(Enable + (output * OutputStep))) | others.GetValueOrDefault(Force + (output * OutputStep));

    private void SetLines()
    {
        for (int i = 0; i < interrupts.Length; i++) host.SetInterrupt(interrupts[i], Asking((uint)i) != 0);
    }
}
