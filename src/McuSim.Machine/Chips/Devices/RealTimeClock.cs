using System.Collections.Immutable;
using McuSim.Machine.System;

namespace McuSim.Machine.Chips.Devices;

/// <summary>
/// An STM32 calendar with two alarms and a wake-up timer, driven by the clock that the program chose, or 32,768 Hz. It begins on 1 January 2000 at midnight and keeps its time over a system reset.
/// Alarms compare whole seconds. Versions: F0, F2 to F4, F7, L4, H7, WB have ISR; G0, G4, L4P5, L5, U5, H7A3 have ICSR and SR. Sources: ST RM0351, chapter 38, and RM0444, chapter 30.
/// </summary>
/// <param name="second">Whether it is of the later version.</param>
/// <param name="interrupts">The lines of the wake-up timer and of the alarms; one when they share it.</param>
/// <param name="host">Time and interrupts.</param>
/// <param name="coreHz">The core's clock.</param>
/// <param name="ownHz">The calendar's clock.</param>
internal sealed class RealTimeClock(bool second, ImmutableArray<int> interrupts, IDeviceHost host, Func<double> coreHz, Func<double> ownHz) : WordDevice, ITimedDevice, IBackedUp
{
    private const uint Time = 0x00, Date = 0x04, Prescaler = 0x10, WakeUp = 0x14, Protection = 0x24;
    private const uint AlarmWritable = 7, Initialised = 1 << 4, Synchronised = 1 << 5, InitialisedFlag = 1 << 6, Initialise = 1 << 7;
    private const uint AlarmOn = 1 << 8, WakeUpOn = 1 << 10, TwelveHours = 1 << 6;
    private const int SecondsPerDay = 86_400, LongestWait = 31 * SecondsPerDay;

    private readonly uint control = second ? 0x18u : 0x08, status = 0x0C, subsecond = second ? 0x08u : 0x28, flags = second ? 0x50u : 0x0C, clear = 0x5C;
    private readonly uint[] alarms = second ? [0x40, 0x48] : [0x1C, 0x20];

    private Dictionary<uint, uint> words = [];
    private State state;

    /// <inheritdoc/>
    public ulong NextEvent => state.Flags is var set ? Math.Min(Math.Min((set & 1) == 0 ? state.AlarmA : Never, (set & 2) == 0 ? state.AlarmB : Never), (set & 4) == 0 ? state.WakeUp : Never) : Never;

    private static ulong Never => ulong.MaxValue;

    private bool IsStopped => (words.GetValueOrDefault(status) & Initialise) != 0;

    private ulong TicksPerSecond => words.GetValueOrDefault(Prescaler) is var p ? (((p >> 16) & 0x7F) + 1) * (ulong)((p & 0x7FFF) + 1) : 1;

    private uint Control => words.GetValueOrDefault(control);

    /// <inheritdoc/>
    public void Elapse(ulong now)
    {
        Advance();
        if (state.AlarmA <= now) (state.Flags, state.AlarmA) = (state.Flags | 1, Alarm(0));
        if (state.AlarmB <= now) (state.Flags, state.AlarmB) = (state.Flags | 2, Alarm(1));
        if (state.WakeUp <= now) (state.Flags, state.WakeUp) = (state.Flags | 4, now + Cycles(WakeUpTicks));
        SetLines();
    }

    /// <inheritdoc/>
    public override void Reset()
    {
        words = new() { [Prescaler] = 0x7F_00FF, [WakeUp] = 0xFFFF };
        state = new State { AlarmA = Never, AlarmB = Never, WakeUp = Never, Since = host.Now };
        SetLines();
    }

    /// <inheritdoc/>
    public override object Capture() => (state, new Dictionary<uint, uint>(words));

    /// <inheritdoc/>
    public override void Restore(object captured)
    {
        (state, Dictionary<uint, uint> saved) = ((State, Dictionary<uint, uint>))captured;
        words = new Dictionary<uint, uint>(saved);
        SetLines();
    }

    /// <inheritdoc/>
    protected override uint ReadWord(uint offset)
    {
        Advance();
        if (NextEvent <= host.Now) Elapse(host.Now);
        if (offset == Time) return IsStopped ? words.GetValueOrDefault(Time) : Calendar.Time(Seconds, (Control & TwelveHours) != 0);
        if (offset == Date) return IsStopped ? words.GetValueOrDefault(Date) : Calendar.Date(Seconds);
        if (offset == subsecond) return (words.GetValueOrDefault(Prescaler) & 0x7FFF) - (uint)(state.Ticks % TicksPerSecond / (((words.GetValueOrDefault(Prescaler) >> 16) & 0x7F) + 1));
        uint value = words.GetValueOrDefault(offset);
        if (offset == status)
        {
            uint free = (Control & AlarmOn) == 0 ? 1u : 0;
            free |= ((Control & (AlarmOn << 1)) == 0 ? 2u : 0) | ((Control & WakeUpOn) == 0 ? 4u : 0);
            value = (value & Initialise) | free | Synchronised | (IsStopped ? InitialisedFlag : 0) | (state.IsSet ? Initialised : 0);
        }

        if (offset != flags) return offset == Protection || (second && offset == clear) ? 0 : value;
        return second ? state.Flags : value | (state.Flags << 8);
    }

    /// <inheritdoc/>
    protected override void WriteWord(uint offset, uint value, uint mask)
    {
        Advance();
        value &= mask;
        if (second && offset == clear) state.Flags &= ~value;
        if (!second && offset == flags) state.Flags &= (value | ~mask) >> 8;
        bool wasStopped = IsStopped;
        if (!wasStopped && offset == status && (value & Initialise) != 0)
            (words[Time], words[Date]) = (Calendar.Time(Seconds, (Control & TwelveHours) != 0), Calendar.Date(Seconds));
        if (offset is not (Time or Date) || wasStopped)
            words[offset] = Merge(words.GetValueOrDefault(offset), value, mask);
        if (wasStopped && !IsStopped)
        {
            state.Ticks = (ulong)Calendar.Seconds(words.GetValueOrDefault(Time), words.GetValueOrDefault(Date), (Control & TwelveHours) != 0) * TicksPerSecond;
            state.IsSet = ((words.GetValueOrDefault(Date) >> 16) & 0xFF) != 0;
        }

        (state.AlarmA, state.AlarmB) = (Alarm(0), Alarm(1));
        if (offset == control || offset == WakeUp)
            state.WakeUp = (Control & WakeUpOn) != 0 ? host.Now + Cycles(WakeUpTicks) : Never;
        SetLines();
    }

    private long Seconds => (long)(state.Ticks / TicksPerSecond);

    private ulong WakeUpTicks
    {
        get
        {
            ulong count = (words.GetValueOrDefault(WakeUp) & 0xFFFF) + 1ul;
            uint clock = Control & 7;
            return clock < 4 ? count << (4 - (int)clock) : (count + (clock >= 6 ? 0x1_0000ul : 0)) * TicksPerSecond;
        }
    }

    /// <summary>Counts up to now, at the core clock of now.</summary>
    private void Advance()
    {
        ulong hertz = (ulong)ownHz(), cyclesPerSecond = Cycles(hertz), passed = host.Now - state.Since, ticks = (ulong)((UInt128)passed * hertz / cyclesPerSecond);
        state.Since += (ulong)((UInt128)ticks * cyclesPerSecond / hertz);
        if (!IsStopped) state.Ticks += ticks;
    }

    private ulong Cycles(ulong ticks) => Math.Max(1, (ulong)(ticks * coreHz() / ownHz()));

    /// <summary>When an alarm next comes.</summary>
    private ulong Alarm(int which)
    {
        if ((Control & (AlarmOn << which)) == 0 || IsStopped)
            return Never;
        uint alarm = words.GetValueOrDefault(alarms[which]);
        long now = Seconds;
        for (long at = now + 1; at <= now + LongestWait; at++)
        {
            if (Calendar.Matches(at, alarm, (Control & TwelveHours) != 0))
                return state.Since + Cycles(((ulong)at * TicksPerSecond) - state.Ticks);
        }

        return Never;
    }

    private void SetLines()
    {
        bool alarm = (state.Flags & (Control >> 12) & 3) != 0, wakeUp = (state.Flags & 4) != 0 && (Control & (1 << 14)) != 0;
        if (interrupts.Length == 1) host.SetInterrupt(interrupts[0], alarm || wakeUp);
        if (interrupts.Length < 2) return;
        host.SetInterrupt(interrupts[0], wakeUp);
        host.SetInterrupt(interrupts[1], alarm);
    }

    private struct State
    {
        internal ulong Ticks, Since, AlarmA, AlarmB, WakeUp;
        internal uint Flags;
        internal bool IsSet;
    }
}
