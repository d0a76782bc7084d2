namespace McuSim.Machine.System;

/// <summary>The system timer (DDI 0403E, B3.3).</summary>
/// <param name="cycles">The core clock.</param>
/// <param name="pend">Makes its exception pending.</param>
internal sealed class SysTick(Func<ulong> cycles, Action pend)
{
    private const uint Enable = 1, Interrupts = 2, CoreClock = 4;

    /// <summary>STM32 divides the core clock by this where the program does not choose the core clock itself (RM0090, 6.2).</summary>
    private const ulong ExternalDivider = 8;

    private const uint CountFlag = 1u << 16;
    private const uint CounterBits = 0xFF_FFFF;

    private State state;

    internal uint Read(uint register) => register switch
    {
        0x0 => ReadControl(),
        0x4 => state.Reload,
        0x8 => Current(),
        _ => 0,
    };

    internal void Write(uint register, uint value)
    {
        switch (register)
        {
            case 0x0:
                uint current = Current();
                state = state with { Control = value & 7, Start = cycles(), First = current, ZerosSeen = 0, ZerosTaken = 0 };
                break;
            case 0x4:
                state = state with { Reload = value & CounterBits };
                break;
            case 0x8: // Any write clears the counter; it reloads at the next clock.
                state = state with { Start = cycles(), First = 0, ZerosSeen = 0, ZerosTaken = 0 };
                break;
        }
    }

    /// <summary>The cycle at which it counts to zero and its exception becomes pending.</summary>
    internal ulong NextEvent
    {
        get
        {
            ulong next = state.ZerosTaken + 1, period = state.Reload + 1ul;
            if ((state.Control & (Enable | Interrupts)) != (Enable | Interrupts) || (state.Reload == 0 && (state.First == 0 || next > 1)))
                return ulong.MaxValue;
            return state.Start + (Divider * (state.First == 0 ? next * period : state.First + ((next - 1) * period)));
        }
    }

    /// <summary>Takes notice of the zeros until now.</summary>
    internal void Elapse(ulong now)
    {
        state = state with { ZerosTaken = TimesAtZero(Passed(now)) };
        pend();
    }

    internal State Capture() => state;

    internal void Restore(State captured) => state = captured;

    private ulong Divider => (state.Control & CoreClock) != 0 ? 1 : ExternalDivider;

    private ulong Passed(ulong now) => (now - state.Start) / Divider;

    private uint Current()
    {
        if ((state.Control & Enable) == 0)
            return state.First;
        ulong passed = Passed(cycles());
        if (passed <= state.First)
            return (uint)(state.First - passed);
        return (uint)(state.Reload - ((passed - state.First - 1) % (state.Reload + 1ul)));
    }

    private uint ReadControl()
    {
        ulong zeros = (state.Control & Enable) != 0 ? TimesAtZero(Passed(cycles())) : 0;
        uint flag = zeros > state.ZerosSeen ? CountFlag : 0;
        state = state with { ZerosSeen = zeros };
        return state.Control | flag;
    }

    /// <summary>How often the counter has counted down to zero. Where it began at zero, that does not count.</summary>
    private ulong TimesAtZero(ulong passed)
    {
        ulong period = state.Reload + 1ul;
        if (state.First == 0)
            return passed / period;
        return passed < state.First ? 0 : 1 + ((passed - state.First) / period);
    }

    /// <summary>The registers, and when the counter was last set to <paramref name="First"/>.</summary>
    internal readonly record struct State(uint Control, uint Reload, uint First, ulong Start, ulong ZerosSeen, ulong ZerosTaken);
}
