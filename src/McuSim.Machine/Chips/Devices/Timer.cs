using McuSim.Machine.System;

namespace McuSim.Machine.Chips.Devices;

/// <summary>
/// An STM32 timer as a source of time: it counts up from 0 to ARR and tells so. Capture, compare and counting down are remembered but do
/// nothing. Source: ST RM0432, chapter 38 (general-purpose timers TIM2 to TIM5).
/// </summary>
internal sealed class Timer(int? interrupt, uint highest, IDeviceHost host, Func<ClockRatio> clock) : WordDevice, ITimedDevice
{
    private const uint Cr1 = 0x00, Dier = 0x0C, Sr = 0x10, Egr = 0x14, Cnt = 0x24, Psc = 0x28, Arr = 0x2C;
    private const uint Enable = 1, UpdateDisable = 2, UpdateRequestSource = 4, OnePulse = 8, Update = 1;

    private State state;
    private Dictionary<uint, uint> others = [];

    /// <inheritdoc/>
    public ulong NextEvent => Running && (state.Dier & Update) != 0 && (state.Sr & Update) == 0 ? NextOverflow : ulong.MaxValue;

    private bool Running => (state.Cr1 & Enable) != 0;

    private ulong CyclesPerTicks => state.Clock.CoreCycles * ((ulong)state.Prescaler + 1);

    /// <summary>The counter now; the last overflow is known to lie before <see cref="State.Since"/>.</summary>
    private uint Count => Running ? state.Count + (uint)((UInt128)(host.Now - state.Since) * state.Clock.TimerTicks / CyclesPerTicks) : state.Count;

    private ulong NextOverflow
    {
        get
        {
            ulong left = (ulong)state.Arr + 1 - Math.Min(state.Count, state.Arr);
            UInt128 cycles = (UInt128)left * CyclesPerTicks;
            return state.Since + (ulong)((cycles + state.Clock.TimerTicks - 1) / state.Clock.TimerTicks);
        }
    }

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
            case Dier: state.Dier = Merge(state.Dier, value, mask); break;
            case Sr: state.Sr &= value | ~mask; break;
            case Egr when (value & mask & Update) != 0 && (state.Cr1 & UpdateDisable) == 0:
                state.Prescaler = state.NextPrescaler;
                Continue(0);
                if ((state.Cr1 & UpdateRequestSource) == 0)
                    state.Sr |= Update;
                break;
            case Egr: break;
            case Cnt: Continue(Merge(Count, value, mask) & highest); break;
            case Psc: state.NextPrescaler = Merge(state.NextPrescaler, value, mask) & 0xFFFF; break;
            case Arr:
                Continue(Count);
                state.Arr = Merge(state.Arr, value, mask) & highest;
                break;
            default: others[offset] = Merge(others.GetValueOrDefault(offset), value, mask); break;
        }

        SetLine();
    }

    /// <summary>Does the overflows that are due.</summary>
    private void CatchUp()
    {
        ulong now = host.Now;
        if (!Running || NextOverflow > now)
            return;
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
    }

    private void SetLine()
    {
        if (interrupt is { } line)
            host.SetInterrupt(line, (state.Sr & state.Dier & Update) != 0);
    }

    private struct State
    {
        internal uint Cr1, Dier, Sr, Count, Prescaler, NextPrescaler, Arr;
        internal ulong Since;
        internal ClockRatio Clock;
    }
}

/// <summary>How a device's clock relates to the core's: so many ticks in so many core cycles, in lowest terms.</summary>
internal readonly record struct ClockRatio(ulong TimerTicks, ulong CoreCycles);
