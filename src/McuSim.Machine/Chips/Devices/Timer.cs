using System.Collections.Immutable;
using McuSim.Machine.System;

namespace McuSim.Machine.Chips.Devices;

/// <summary>
/// An STM32 timer as a source of time: it counts up from 0 to ARR and tells so, and tells when it passes a compare value of a channel that is no input.
/// Channels that the program never touched tell nothing: basic timers have none. Capture and counting down are remembered but do nothing. Sources: ST RM0432, chapter 38 (general-purpose timers TIM2 to TIM5).
/// </summary>
/// <param name="interrupts">The interrupt line, or of an advanced timer those of break, update, trigger and compare.</param>
/// <param name="highest">The highest count.</param>
/// <param name="host">Time and interrupts.</param>
/// <param name="clock">The timer's clock against the core's.</param>
internal sealed class Timer(ImmutableArray<int> interrupts, uint highest, IDeviceHost host, Func<ClockRatio> clock) : WordDevice, ITimedDevice
{
    private const uint Cr1 = 0x00, Dier = 0x0C, Sr = 0x10, Egr = 0x14, Modes = 0x18, Cnt = 0x24, Psc = 0x28, Arr = 0x2C, Compare = 0x34;
    private const uint Enable = 1, UpdateDisable = 2, UpdateRequestSource = 4, OnePulse = 8, Update = 1, Compares = 0x1E, Trigger = 0x40;
    private const int Channels = 4;

    private State state;
    private Dictionary<uint, uint> others = [];

    /// <inheritdoc/>
    public ulong NextEvent
    {
        get
        {
            uint awaited = Running ? state.Dier & ~state.Sr : 0;
            ulong next = (awaited & Update) != 0 ? NextOverflow : ulong.MaxValue;
            for (int channel = 0; channel < Channels && (awaited & Compares) != 0; channel++)
            {
                if ((awaited & Flag(channel)) != 0) next = Math.Min(next, NextMatch(channel));
            }

            return next;
        }
    }

    private bool Running => (state.Cr1 & Enable) != 0;

    private ulong CyclesPerTicks => state.Clock.CoreCycles * ((ulong)state.Prescaler + 1);

    /// <summary>The counter now; the last overflow is known to lie before <see cref="State.Since"/>.</summary>
    private uint Count => Running ? state.Count + (uint)((UInt128)(host.Now - state.Since) * state.Clock.TimerTicks / CyclesPerTicks) : state.Count;

    private ulong NextOverflow => At((ulong)state.Arr + 1 - Math.Min(state.Count, state.Arr));

    /// <inheritdoc/>
    public void Elapse(ulong now) => CatchUp();

    /// <inheritdoc/>
    public override void Reset()
    {
        state = new State { Arr = highest, Clock = new ClockRatio(1, 1) };
        others.Clear();
        SetLine();
    }

    /// <inheritdoc/>
    public override object Capture() => (state, new Dictionary<uint, uint>(others));

    /// <inheritdoc/>
    public override void Restore(object captured)
    {
        (state, Dictionary<uint, uint> saved) = ((State, Dictionary<uint, uint>))captured;
        others = new Dictionary<uint, uint>(saved);
        SetLine();
    }

    /// <inheritdoc/>
    protected override uint ReadWord(uint offset)
    {
        CatchUp();
        return offset switch
        {
            Cr1 => state.Cr1,
            Dier => state.Dier,
            Sr => state.Sr,
            Egr => 0,
            Cnt => Count,
            Psc => state.NextPrescaler,
            Arr => state.Arr,
            _ => others.GetValueOrDefault(offset),
        };
    }

    /// <inheritdoc/>
    protected override void WriteWord(uint offset, uint value, uint mask)
    {
        CatchUp();
        switch (offset)
        {
            case Cr1:
                Continue(Count);
                state.Cr1 = Merge(state.Cr1, value, mask);
                state.Clock = clock();
                break;
            case Dier:
                state.Dier = Merge(state.Dier, value, mask);
                state.UsesChannels |= (state.Dier & Compares) != 0;
                break;
            case Sr: state.Sr &= value | ~mask; break;
            case Egr when (value & mask & Update) != 0 && (state.Cr1 & UpdateDisable) == 0:
                state.Sr |= value & mask & (Compares | Trigger);
                state.Prescaler = state.NextPrescaler;
                Continue(0);
                if ((state.Cr1 & UpdateRequestSource) == 0)
                    state.Sr |= Update;
                break;
            case Egr: state.Sr |= value & mask & (Compares | Trigger); break;
            case Cnt: Continue(Merge(Count, value, mask) & highest); break;
            case Psc: state.NextPrescaler = Merge(state.NextPrescaler, value, mask) & 0xFFFF; break;
            case Arr:
                Continue(Count);
                state.Arr = Merge(state.Arr, value, mask) & highest;
                break;
            case Modes or Modes + 4 or (>= Compare and < Compare + (4 * Channels)):
                others[offset] = Merge(others.GetValueOrDefault(offset), value, mask);
                (state.Seen, state.UsesChannels) = (host.Now, true);
                break;
            default: others[offset] = Merge(others.GetValueOrDefault(offset), value, mask); break;
        }

        SetLine();
    }

    /// <summary>Does the matches and overflows that are due.</summary>
    private void CatchUp()
    {
        ulong now = host.Now;
        if (!Running)
            return;
        for (int channel = 0; channel < Channels; channel++)
        {
            if (state.UsesChannels && (state.Sr & Flag(channel)) == 0 && NextMatch(channel) <= now) state.Sr |= Flag(channel);
        }

        state.Seen = now;
        if (NextOverflow > now)
        {
            SetLine();
            return;
        }

        state.Since = NextOverflow;
        state.Count = 0;
        state.Prescaler = state.NextPrescaler;
        if ((state.Cr1 & UpdateDisable) == 0)
            state.Sr |= Update;
        if ((state.Cr1 & OnePulse) != 0)
            state.Cr1 &= ~Enable;
        else
        {
            UInt128 periods = (UInt128)(now - state.Since) * state.Clock.TimerTicks / CyclesPerTicks / ((UInt128)state.Arr + 1);
            state.Since += (ulong)(periods * ((UInt128)state.Arr + 1) * CyclesPerTicks / state.Clock.TimerTicks);
        }

        SetLine();
    }

    /// <summary>Counts on from here, with a rate that is about to change.</summary>
    private void Continue(uint count)
    {
        state.Count = count;
        state.Since = host.Now;
        state.Seen = Math.Max(state.Seen, state.Since);
    }

    private static uint Flag(int channel) => 2u << channel;

    /// <summary>The cycle at which the counter has made so many ticks since <see cref="State.Since"/>.</summary>
    private ulong At(ulong ticks) => state.Since + (ulong)((((UInt128)ticks * CyclesPerTicks) + state.Clock.TimerTicks - 1) / state.Clock.TimerTicks);

    /// <summary>When the counter next has a channel's compare value, after the last look; never for an input.</summary>
    private ulong NextMatch(int channel)
    {
        uint mode = others.GetValueOrDefault(Modes + (4 * ((uint)channel / 2))) >> (8 * (channel % 2)), compare = others.GetValueOrDefault(Compare + (4 * (uint)channel)) & highest;
        if ((mode & 3) != 0 || compare > state.Arr || state.Count > state.Arr)
            return ulong.MaxValue;
        ulong period = (ulong)state.Arr + 1, ticks = (compare + period - state.Count) % period;
        return At(ticks) is var first && first > state.Seen ? first : At(ticks + period);
    }

    private void SetLine()
    {
        uint asking = state.Sr & state.Dier;
        if (interrupts.Length < 4)
        {
            foreach (int line in interrupts) host.SetInterrupt(line, (asking & (Update | Compares | Trigger)) != 0);
            return;
        }

        host.SetInterrupt(interrupts[1], (asking & Update) != 0);
        if (interrupts[2] != interrupts[1]) host.SetInterrupt(interrupts[2], (asking & Trigger) != 0);
        host.SetInterrupt(interrupts[3], (asking & Compares) != 0);
    }

    private struct State
    {
        internal uint Cr1, Dier, Sr, Count, Prescaler, NextPrescaler, Arr;
        internal ulong Since, Seen;
        internal bool UsesChannels;
        internal ClockRatio Clock;
    }
}

/// <summary>How a device's clock relates to the core's: so many ticks in so many core cycles, in lowest terms.</summary>
internal readonly record struct ClockRatio(ulong TimerTicks, ulong CoreCycles);
