using McuSim.Machine.System;

namespace McuSim.Machine.Chips.Devices;

/// <summary>The independent watchdog of an STM32, driven by 32 kHz. Source: ST RM0390, chapter 20.</summary>
internal sealed class IndependentWatchdog(IDeviceHost host, Func<double> coreHz, RegisterBlock registers) : RegisterDevice(registers), ITimedDevice
{
    private const uint Key = 0x00, Divider = 0x04, Reload = 0x08, Status = 0x0C, Start = 0xCCCC, Feed = 0xAAAA;
    private const double Hertz = 32_000;

    private ulong due = ulong.MaxValue;

    /// <inheritdoc/>
    public ulong NextEvent => due;

    /// <inheritdoc/>
    public void Elapse(ulong now)
    {
        due = ulong.MaxValue;
        host.Restart(ResetCause.Watchdog);
    }

    /// <inheritdoc/>
    public override void Reset()
    {
        base.Reset();
        Keep(Reload, 0xFFF);
        due = ulong.MaxValue;
    }

    /// <inheritdoc/>
    protected override object CaptureOwn() => due;

    /// <inheritdoc/>
    protected override void RestoreOwn(object state) => due = (ulong)state;

    /// <inheritdoc/>
    protected override uint ReadWord(uint offset) => offset is Key or Status ? 0 : base.ReadWord(offset);

    /// <inheritdoc/>
    protected override void WriteWord(uint offset, uint value, uint mask)
    {
        base.WriteWord(offset, value, mask);
        bool isFed = offset == Key && (value & mask) == Feed && due != ulong.MaxValue;
        if (isFed || (offset == Key && (value & mask) == Start))
            due = host.Now + (ulong)(((Kept(Reload) & 0xFFF) + 1) * (double)(4u << (int)Math.Min(Kept(Divider) & 7, 6)) * coreHz() / Hertz);
    }
}

/// <summary>The window watchdog of an STM32: resets when its counter is not written in time, or too early. Source: ST RM0390, chapter 21.</summary>
/// <param name="interrupt">The line of its early warning.</param>
/// <param name="wideDivider">Whether its divider is at bits 13:11 (G0, G4, L5, U5, H7A3), not at 8:7.</param>
/// <param name="host">Time and interrupts.</param>
/// <param name="clock">Its bus clock against the core's.</param>
/// <param name="registers">Its registers.</param>
internal sealed class WindowWatchdog(int? interrupt, bool wideDivider, IDeviceHost host, Func<ClockRatio> clock, RegisterBlock registers) : RegisterDevice(registers), ITimedDevice
{
    private const uint Control = 0x00, Configuration = 0x04, Status = 0x08, On = 0x80, Counter = 0x7F, Last = 0x40, Warns = 1 << 9;

    private (ulong Since, uint From, bool IsOn, bool Warning, bool Warned) state;

    /// <inheritdoc/>
    public ulong NextEvent => !state.IsOn ? ulong.MaxValue : state.Warned ? At(Last - 1) : At(Last);

    /// <inheritdoc/>
    public void Elapse(ulong now)
    {
        if (state.IsOn && now >= At(Last)) (state.Warning, state.Warned) = (true, true);
        if (state.IsOn && now >= At(Last - 1))
        {
            state.IsOn = false;
            host.Restart(ResetCause.WindowWatchdog);
        }

        SetLine();
    }

    /// <inheritdoc/>
    public override void Reset()
    {
        base.Reset();
        state = default;
        Keep(Control, Counter);
        Keep(Configuration, Counter);
        SetLine();
    }

    /// <inheritdoc/>
    protected override object CaptureOwn() => state;

    /// <inheritdoc/>
    protected override void RestoreOwn(object captured)
    {
        state = ((ulong, uint, bool, bool, bool))captured;
        SetLine();
    }

    /// <inheritdoc/>
    protected override uint ReadWord(uint offset) => offset switch
    {
        Control when state.IsOn => On | Now(),
        Status => state.Warning ? 1u : 0,
        _ => base.ReadWord(offset),
    };

    /// <inheritdoc/>
    protected override void WriteWord(uint offset, uint value, uint mask)
    {
        uint now = Now();
        base.WriteWord(offset, value, mask);
        if (offset == Status) state.Warning &= (value & mask & 1) != 0;
        if (offset == Control && (state.IsOn || (value & On) != 0))
        {
            if ((state.IsOn && now > (Kept(Configuration) & Counter)) || (value & Last) == 0) host.Restart(ResetCause.WindowWatchdog);
            state = (host.Now, value & Counter, true, state.Warning, false);
        }

        SetLine();
    }

    private UInt128 CyclesPerCount => (UInt128)4096 * (1u << (int)(wideDivider ? Kept(Configuration) >> 11 & 7 : Kept(Configuration) >> 7 & 3)) * clock().CoreCycles / clock().TimerTicks;

    private uint Now() => state.IsOn ? (state.From - (uint)((host.Now - state.Since) / CyclesPerCount)) & Counter : Kept(Control) & Counter;

    private ulong At(uint count) => state.Since + (ulong)((state.From - count) * CyclesPerCount);

    private void SetLine()
    {
        if (interrupt is { } line) host.SetInterrupt(line, state.Warning && (Kept(Configuration) & Warns) != 0);
    }
}
