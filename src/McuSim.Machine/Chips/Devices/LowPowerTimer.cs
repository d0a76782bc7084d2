using McuSim.Machine.System;

namespace McuSim.Machine.Chips.Devices;

/// <summary>An STM32 low-power timer that counts its clock up to ARR, once or for ever, with one compare value. Source: ST RM0351, chapter 42.</summary>
internal sealed class LowPowerTimer(int? interrupt, IDeviceHost host, Func<ClockRatio> clock, RegisterBlock registers) : RegisterDevice(registers), ITimedDevice
{
    private const uint Status = 0x00, Clear = 0x04, Enables = 0x08, Configuration = 0x0C, Control = 0x10, Compare = 0x14, Reload = 0x18, Count = 0x1C;
    private const uint Matched = 1, Reloaded = 2, CompareWritten = 8, ReloadWritten = 16, EnablesWritten = 1 << 24, Once = 2, ForEver = 4, CountReset = 8;

    private (ulong Since, ulong Seen, uint Flags, bool Runs, bool IsSingle) state;

    /// <inheritdoc/>
    public ulong NextEvent => !state.Runs ? ulong.MaxValue
        : Math.Min((Kept(Enables) & ~state.Flags & Matched) != 0 ? Next(Kept(Compare)) : ulong.MaxValue, (Kept(Enables) & ~state.Flags & Reloaded) != 0 || state.IsSingle ? Next(Kept(Reload)) : ulong.MaxValue);

    private UInt128 CyclesPerTick => clock() is var c ? UInt128.Max(1, ((UInt128)c.CoreCycles << (int)(Kept(Configuration) >> 9 & 7)) / c.TimerTicks) : 1;

    private ulong Period => (Kept(Reload) & 0xFFFF) + 1ul;

    /// <inheritdoc/>
    public void Elapse(ulong now)
    {
        if (!state.Runs)
            return;
        if (Next(Kept(Compare)) <= now) state.Flags |= Matched;
        bool isOver = Next(Kept(Reload)) <= now;
        if (isOver) state.Flags |= Reloaded;
        if (isOver && state.IsSingle) state.Runs = false;
        state.Seen = now;
        SetLine();
    }

    /// <inheritdoc/>
    public override void Reset()
    {
        base.Reset();
        Keep(Reload, 1);
        state = default;
        SetLine();
    }

    /// <inheritdoc/>
    protected override object CaptureOwn() => state;

    /// <inheritdoc/>
    protected override void RestoreOwn(object captured)
    {
        state = ((ulong, ulong, uint, bool, bool))captured;
        SetLine();
    }

    /// <inheritdoc/>
    protected override uint ReadWord(uint offset)
    {
        Elapse(host.Now);
        return offset switch
        {
            Status => state.Flags | EnablesWritten,
            Clear => 0,
            Count => state.Runs ? (uint)((host.Now - state.Since) / CyclesPerTick % Period) : 0,
            _ => base.ReadWord(offset),
        };
    }

    /// <inheritdoc/>
    protected override void WriteWord(uint offset, uint value, uint mask)
    {
        Elapse(host.Now);
        base.WriteWord(offset, value, mask);
        value &= mask;
        switch (offset)
        {
            case Clear: state.Flags &= ~value; break;
            case Compare: state.Flags |= CompareWritten; break;
            case Reload: state.Flags |= ReloadWritten; break;
            case Control:
                if ((value & 1) == 0) state.Runs = false;
                else if ((value & (Once | ForEver)) != 0) state = (host.Now, host.Now, state.Flags, true, (value & Once) != 0);
                else if ((value & CountReset) != 0) (state.Since, state.Seen) = (host.Now, host.Now);
                Keep(Control, Kept(Control) & 1);
                break;
        }

        SetLine();
    }

    /// <summary>When the counter next has a value, after the last look.</summary>
    private ulong Next(uint count)
    {
        if ((count & 0xFFFF) >= Period)
            return ulong.MaxValue;
        UInt128 period = Period * CyclesPerTick, first = state.Since + ((count & 0xFFFF) * CyclesPerTick);
        return (ulong)(first > state.Seen ? first : first + (((state.Seen - first) / period) + 1) * period);
    }

    private void SetLine()
    {
        if (interrupt is { } line) host.SetInterrupt(line, (state.Flags & Kept(Enables) & (Matched | Reloaded | CompareWritten | ReloadWritten)) != 0);
    }
}
