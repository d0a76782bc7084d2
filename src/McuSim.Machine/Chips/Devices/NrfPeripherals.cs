using System.Numerics;
using McuSim.Boards;
using McuSim.Machine.System;

namespace McuSim.Machine.Chips.Devices;

/// <summary>Interrupt enables that every nRF peripheral has: INTENSET and INTENCLR.</summary>
internal static class NrfInterrupts
{
    internal const uint Set = 0x304, Clear = 0x308, FirstEvent = 0x100, EventsEnd = 0x180;
}

/// <summary>The nRF's random number generator: a new byte some time after the last one was taken. Source: nRF52840 Product Specification v1.7, chapter RNG.</summary>
internal sealed class NrfRandomNumbers(uint start, int? interrupt, IDeviceHost host, RegisterBlock registers, NrfEvents events) : RegisterDevice(registers), ITimedDevice
{
    private const uint Start = 0x00, Stop = 0x04, Ready = 0x100, Shorts = 0x200, Value = 0x508;
    private const ulong CyclesPerByte = 7_680; // 120 us at 64 MHz
    private const uint Seed = 0x2545_F491;

    private (ulong Due, uint Number, uint Enabled, bool IsReady) state = (ulong.MaxValue, Seed, 0, false);

    /// <inheritdoc/>
    public ulong NextEvent => state.Due;

    /// <inheritdoc/>
    public void Elapse(ulong now)
    {
        if (state.Due > now)
            return;
        uint x = state.Number; // xorshift: Marsaglia, "Xorshift RNGs", 2003
        x ^= x << 13;
        x ^= x >> 17;
        x ^= x << 5;
        state = ((Kept(Shorts) & 1) != 0 ? ulong.MaxValue : now + CyclesPerByte, x, state.Enabled, true);
        SetLine();
        events.Raise(start + Ready);
    }

    /// <inheritdoc/>
    public override void Reset()
    {
        base.Reset();
        state = (ulong.MaxValue, Seed, 0, false);
        SetLine();
    }

    /// <inheritdoc/>
    protected override object CaptureOwn() => state;

    /// <inheritdoc/>
    protected override void RestoreOwn(object captured)
    {
        state = ((ulong, uint, uint, bool))captured;
        SetLine();
    }

    /// <inheritdoc/>
    protected override uint ReadWord(uint offset)
    {
        Elapse(host.Now);
        return offset switch
        {
            Ready => state.IsReady ? 1u : 0,
            Value => state.Number & 0xFF,
            NrfInterrupts.Set or NrfInterrupts.Clear => state.Enabled,
            _ => base.ReadWord(offset),
        };
    }

    /// <inheritdoc/>
    protected override void WriteWord(uint offset, uint value, uint mask)
    {
        switch (offset)
        {
            case Start when (value & 1) != 0: state.Due = host.Now + CyclesPerByte; break;
            case Stop when (value & 1) != 0: state.Due = ulong.MaxValue; break;
            case Ready: state.IsReady = (value & 1) != 0; break;
            case NrfInterrupts.Set: state.Enabled |= value & mask; break;
            case NrfInterrupts.Clear: state.Enabled &= ~value; break;
            default: base.WriteWord(offset, value, mask); break;
        }

        SetLine();
    }

    private void SetLine()
    {
        if (interrupt is { } line) host.SetInterrupt(line, state.IsReady && (state.Enabled & 1) != 0);
    }
}

/// <summary>A port of an nRF: outputs read back, inputs read their pull-up. Source: nRF52840 Product Specification v1.7, chapter GPIO.</summary>
/// <param name="start">Its first address: the registers of a port that shares its 4 KB begin with OUT, those of others 0x500 before.</param>
/// <param name="registers">Its registers.</param>
/// <param name="changed">Told the number and the new level of a pin whose output changes; null for nobody.</param>
internal sealed class NrfGpio(uint start, RegisterBlock registers, Action<int, bool>? changed) : RegisterDevice(registers), IPort
{
    private readonly uint skipped = Skipped(start);

    /// <summary>How far a port's registers lie before where a port that has its 4 KB alone has them.</summary>
    internal static uint Skipped(uint start) => start % 0x1000 is 0x500 or 0x800 ? 0x500u : 0;


    private (uint High, uint Given) outside;
    private const uint Out = 0x504, OutSet = 0x508, OutClear = 0x50C, In = 0x510, Direction = 0x514, DirectionSet = 0x518, DirectionClear = 0x51C, Pins = 0x700;

    /// <inheritdoc/>
    public bool SetInput(int pin, bool isHigh)
    {
        uint bit = 1u << pin, before = Inputs();
        outside = (isHigh ? outside.High | bit : outside.High & ~bit, outside.Given | bit);
        return ((before ^ Inputs()) & bit) != 0;
    }

    /// <inheritdoc/>
    protected override object CaptureOwn() => outside;

    /// <inheritdoc/>
    protected override void RestoreOwn(object state) => outside = ((uint, uint))state;

    /// <inheritdoc/>
    protected override uint ReadWord(uint at) => at + skipped is var offset ? offset switch
    {
        OutSet or OutClear => Kept(Out),
        DirectionSet or DirectionClear => Kept(Direction),
        In => Inputs(),
        _ => base.ReadWord(offset),
    } : 0;

    /// <inheritdoc/>
    protected override void WriteWord(uint at, uint value, uint mask)
    {
        value &= mask;
        uint offset = at + skipped, before = Kept(Out);
        switch (offset)
        {
            case OutSet: Keep(Out, Kept(Out) | value); break;
            case OutClear: Keep(Out, Kept(Out) & ~value); break;
            case DirectionSet: SetDirection(Kept(Direction) | value); break;
            case DirectionClear: SetDirection(Kept(Direction) & ~value); break;
            case Direction: SetDirection(value); break;
            case >= Pins and < Pins + 128:
                base.WriteWord(offset, value, mask);
                uint pin = 1u << (int)((offset - Pins) / 4);
                Keep(Direction, (value & 1) != 0 ? Kept(Direction) | pin : Kept(Direction) & ~pin);
                break;
            default: base.WriteWord(offset, value, mask); break;
        }

        for (uint left = changed is null ? 0 : before ^ Kept(Out); left != 0; left &= left - 1)
            changed!(BitOperations.TrailingZeroCount(left), (Kept(Out) & left & (0 - left)) != 0);
    }

    private void SetDirection(uint value)
    {
        Keep(Direction, value);
        for (uint pin = 0; pin < 32; pin++)
            Keep(Pins + (4 * pin), (Kept(Pins + (4 * pin)) & ~1u) | (value >> (int)pin & 1));
    }

    /// <summary>Outputs read what they drive, inputs one where PULL says up.</summary>
    private uint Inputs()
    {
        uint inputs = 0;
        for (uint pin = 0; pin < 32; pin++)
            inputs |= ((Kept(Direction) >> (int)pin & 1) != 0 ? Kept(Out) >> (int)pin & 1 : (outside.Given >> (int)pin & 1) != 0 ? outside.High >> (int)pin & 1 : (Kept(Pins + (4 * pin)) >> 2 & 3) == 3 ? 1u : 0) << (int)pin;
        return inputs;
    }
}

/// <summary>
/// A peripheral of an nRF whose tasks are done at once: the rules of the chip file say which event follows which task (<c>EVENTS_END follows TASKS_START</c>). Events that are set and
/// enabled interrupt. Source: nRF52840 Product Specification v1.7, chapter "Peripheral interface".
/// </summary>
/// <param name="peripheral">The rules.</param>
/// <param name="host">Interrupts.</param>
/// <param name="registers">Its registers.</param>
/// <param name="events">Told of its events.</param>
internal sealed class NrfTasks(ChipPeripheral peripheral, IDeviceHost host, RegisterBlock registers, NrfEvents events) : RegisterDevice(registers)
{
    private readonly RegisterBlock registers = registers;
    private uint enabled;

    /// <inheritdoc/>
    public override void Reset()
    {
        base.Reset();
        enabled = 0;
        SetLine();
    }

    /// <inheritdoc/>
    protected override object CaptureOwn() => enabled;

    /// <inheritdoc/>
    protected override void RestoreOwn(object state)
    {
        enabled = (uint)state;
        SetLine();
    }

    /// <inheritdoc/>
    protected override uint ReadWord(uint offset) => offset switch
    {
        NrfInterrupts.Set or NrfInterrupts.Clear => enabled,
        >= NrfInterrupts.FirstEvent and < NrfInterrupts.EventsEnd => registers.Raw(offset),
        _ => base.ReadWord(offset),
    };

    /// <inheritdoc/>
    protected override void WriteWord(uint offset, uint value, uint mask)
    {
        if (offset == NrfInterrupts.Set) enabled |= value & mask;
        else if (offset == NrfInterrupts.Clear) enabled &= ~(value & mask);
        else base.WriteWord(offset, value, mask);
        if (offset < NrfInterrupts.FirstEvent && (value & mask & 1) != 0)
        {
            foreach (ChipRegister register in peripheral.Registers)
            {
                if (register.Offset is < NrfInterrupts.FirstEvent or >= NrfInterrupts.EventsEnd || register.Follow.All(f => f.From.Address != peripheral.Start + offset))
                    continue;
                Keep(register.Offset, 1);
                events.Raise(peripheral.Start + register.Offset);
            }
        }

        SetLine();
    }

    private void SetLine()
    {
        if (peripheral.Interrupt is not { } line)
            return;
        uint raised = 0;
        for (uint i = 0; i < 32; i++)
            raised |= (registers.Raw(NrfInterrupts.FirstEvent + (4 * i)) & 1) << (int)i;
        host.SetInterrupt(line, (raised & enabled) != 0);
    }
}
