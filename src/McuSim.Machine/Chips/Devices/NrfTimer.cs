using System.Numerics;
using McuSim.Machine.System;

namespace McuSim.Machine.Chips.Devices;

/// <summary>
/// The nRF52's TIMER (16 MHz divided by a power of two, 8 to 32 bits) and RTC (32,768 Hz divided by a number, 24 bits): they count, compare, capture
/// and ask for service. Source: nRF52840 Product Specification v1.7, chapters TIMER and RTC (registers).
/// </summary>
/// <param name="start">Its first address.</param>
/// <param name="interrupt">The interrupt's number.</param>
/// <param name="isRtc">Whether it is an RTC.</param>
/// <param name="host">Where time comes from.</param>
/// <param name="clocks">The chip's clocks.</param>
/// <param name="events">Told of its events.</param>
internal sealed class NrfTimer(uint start, int interrupt, bool isRtc, IDeviceHost host, ClockTree clocks, NrfEvents events) : WordDevice, ITimedDevice
{
    private const uint Start = 0x000, Stop = 0x004, FirstCapture = 0x040, LastTask = 0x0FC, FirstEvent = 0x100, FirstCompare = 0x140, LastEvent = 0x17C;
    private const uint Shortcuts = 0x200, Interrupts = 0x300, EnableSet = 0x304, EnableClear = 0x308, Counter = 0x504, Width = 0x508, Channel = 0x540;
    private const uint Channels = 6, StopShift = 8, RtcBits = 0xFF_FFFF;
    private const double RtcHz = 32_768, TimerHz = 16e6, FallbackHz = 64e6;

    private readonly uint clear = isRtc ? 0x008u : 0x00C, prescaler = isRtc ? 0x508u : 0x510;
    private Dictionary<uint, uint> words = [];
    private (bool Running, double Count, ulong Since) state;

    /// <inheritdoc/>
    public ulong NextEvent
    {
        get
        {
            if (!state.Running)
                return ulong.MaxValue;
            ulong next = ulong.MaxValue;
            for (uint i = 0; i < Channels; i++)
            {
                if (Watches(i))
                    next = Math.Min(next, state.Since + (ulong)Math.Ceiling(Distance(i) * CyclesPerTick));
            }

            return next;
        }
    }

    private uint Limit => isRtc ? RtcBits : words.GetValueOrDefault(Width) switch { 1 => 0xFFu, 2 => 0xFF_FFFF, 3 => uint.MaxValue, _ => 0xFFFF };

    private double CyclesPerTick
    {
        get
        {
            uint divider = words.GetValueOrDefault(prescaler);
            double hz = isRtc ? RtcHz / ((divider & 0xFFF) + 1) : TimerHz / (1u << (int)(divider & 0xF));
            return (clocks.Hz("core") ?? FallbackHz) / hz;
        }
    }

    /// <inheritdoc/>
    public void Elapse(ulong now)
    {
        while (NextEvent is var next && next <= now)
        {
            uint reached = 0;
            for (uint i = 0; i < Channels; i++)
            {
                if (Watches(i) && state.Since + (ulong)Math.Ceiling(Distance(i) * CyclesPerTick) == next)
                    reached |= 1u << (int)i;
            }

            Advance(next);
            for (int i = 0; i < Channels; i++)
            {
                bool isNew = (reached >> i & 1) != 0;
                if (isNew) words[FirstCompare + (4 * (uint)i)] = 1;
                if (isNew && !isRtc && (words.GetValueOrDefault(Shortcuts) >> i & 1) != 0) state.Count = 0;
                if (isNew && !isRtc && (words.GetValueOrDefault(Shortcuts) >> (i + (int)StopShift) & 1) != 0) state.Running = false;
            }

            for (uint left = reached; left != 0; left &= left - 1)
                events.Raise(start + FirstCompare + (4 * (uint)BitOperations.TrailingZeroCount(left)));
        }

        SetLine();
    }

    /// <inheritdoc/>
    public override void Reset()
    {
        words.Clear();
        state = default;
        SetLine();
    }

    /// <inheritdoc/>
    public override object Capture() => (new Dictionary<uint, uint>(words), state);

    /// <inheritdoc/>
    public override void Restore(object captured)
    {
        (Dictionary<uint, uint> saved, state) = ((Dictionary<uint, uint>, (bool, double, ulong)))captured;
        words = new Dictionary<uint, uint>(saved);
        SetLine();
    }

    /// <inheritdoc/>
    protected override uint ReadWord(uint offset)
    {
        if (isRtc && offset == Counter)
        {
            Advance(host.Now);
            return (uint)state.Count;
        }

        return words.GetValueOrDefault(offset is EnableSet or EnableClear ? Interrupts : offset);
    }

    /// <inheritdoc/>
    protected override void WriteWord(uint offset, uint value, uint mask)
    {
        value &= mask;
        Advance(host.Now);
        uint enabled = words.GetValueOrDefault(Interrupts);
        switch (offset)
        {
            case <= LastTask when value == 0: break;
            case Start: state.Running = true; break;
            case Stop: state.Running = false; break;
            case <= LastTask when offset == clear: state.Count = 0; break;
            case >= FirstCapture and < FirstCapture + (4 * Channels) when !isRtc: words[Channel + offset - FirstCapture] = (uint)state.Count; break;
            case EnableSet: words[Interrupts] = enabled | value; break;
            case EnableClear: words[Interrupts] = enabled & ~value; break;
            default: words[offset] = Merge(words.GetValueOrDefault(offset), value, mask); break;
        }

        SetLine();
    }

    /// <summary>A compare counts where the program set the channel, and its event is not there yet or is another peripheral's task or ends the counting.</summary>
    private bool Watches(uint channel) => words.ContainsKey(Channel + (4 * channel))
        && (words.GetValueOrDefault(FirstCompare + (4 * channel)) == 0 || (words.GetValueOrDefault(Shortcuts) & (0x101u << (int)channel)) != 0 || events.Tasks?.Invoke(start + FirstCompare + (4 * channel)).Any() == true);

    /// <summary>Ticks until the counter has a channel's value again.</summary>
    private double Distance(uint channel)
    {
        double range = (double)Limit + 1;
        double left = (words.GetValueOrDefault(Channel + (4 * channel)) & Limit) - state.Count;
        return left > 0 ? left : left + range;
    }

    private void Advance(ulong now)
    {
        if (state.Running && now > state.Since)
            state.Count = (state.Count + ((now - state.Since) / CyclesPerTick)) % ((double)Limit + 1);
        state.Since = Math.Max(now, state.Since);
    }

    private void SetLine()
    {
        uint raised = 0;
        for (uint at = FirstEvent; at <= LastEvent; at += 4)
            raised |= (words.GetValueOrDefault(at) != 0 ? 1u : 0) << (int)((at - FirstEvent) / 4);
        host.SetInterrupt(interrupt, (raised & words.GetValueOrDefault(Interrupts)) != 0);
    }
}
