using McuSim.Machine.System;

namespace McuSim.Machine.Chips.Devices;

/// <summary>RP2040's timer: microseconds since reset, and four alarms. Source: RP2040 datasheet, section 4.6.5.</summary>
/// <param name="second">Whether it is an RP2350's, which has two registers more before those of the interrupt (RP2350 datasheet, 12.8.5).</param>
/// <param name="interrupt">The first of its four lines.</param>
/// <param name="host">Time and interrupts.</param>
/// <param name="clocks">The chip's clocks.</param>
internal sealed class Rp2040Timer(bool second, int interrupt, IDeviceHost host, ClockTree clocks) : WordDevice, ITimedDevice
{
    private const uint HighLatched = 0x08, LowLatches = 0x0C, FirstAlarm = 0x10, LastAlarm = 0x1C, Armed = 0x20, RawHigh = 0x24, RawLow = 0x28;
    private const uint AliasSize = 0x1000;
    private const double MicrosecondsPerSecond = 1e6, FallbackHz = 125e6;

    private readonly uint raw = second ? 0x3Cu : 0x34, enable = second ? 0x40u : 0x38, force = second ? 0x44u : 0x3C, status = second ? 0x48u : 0x40;
    private Dictionary<uint, uint> words = [];
    private (double Micros, ulong Since, double Hz) clock;

    /// <inheritdoc/>
    public ulong NextEvent
    {
        get
        {
            uint armed = words.GetValueOrDefault(Armed), now = (uint)Micros();
            uint least = uint.MaxValue;
            for (int i = 0; i < 4; i++)
            {
                uint alarm = words.GetValueOrDefault(FirstAlarm + (4 * (uint)i));
                if ((armed >> i & 1) != 0)
                    least = (int)(now - alarm) >= 0 ? 0 : Math.Min(least, alarm - now);
            }

            return armed == 0 ? ulong.MaxValue : host.Now + (ulong)Math.Ceiling(least * clock.Hz / MicrosecondsPerSecond);
        }
    }

    private uint Asking => (words.GetValueOrDefault(raw) & words.GetValueOrDefault(enable)) | words.GetValueOrDefault(force);

    /// <inheritdoc/>
    public void Elapse(ulong now)
    {
        uint armed = words.GetValueOrDefault(Armed), micros = (uint)Micros();
        for (int i = 0; i < 4; i++)
        {
            if ((armed >> i & 1) != 0 && (int)(micros - words.GetValueOrDefault(FirstAlarm + (4 * (uint)i))) >= 0)
            {
                words[Armed] = words.GetValueOrDefault(Armed) & ~(1u << i);
                words[raw] = words.GetValueOrDefault(raw) | (1u << i);
            }
        }

        SetLines();
    }

    /// <inheritdoc/>
    public override void Reset()
    {
        words.Clear();
        clock = (0, 0, FallbackHz);
        SetLines();
    }

    /// <inheritdoc/>
    public override object Capture() => (new Dictionary<uint, uint>(words), clock);

    /// <inheritdoc/>
    public override void Restore(object state)
    {
        (Dictionary<uint, uint> saved, clock) = ((Dictionary<uint, uint>, (double, ulong, double)))state;
        words = new Dictionary<uint, uint>(saved);
        SetLines();
    }

    /// <inheritdoc/>
    protected override uint ReadWord(uint offset)
    {
        offset %= AliasSize;
        ulong micros = (ulong)Micros();
        if (offset == LowLatches)
            words[HighLatched] = (uint)(micros >> 32);
        return offset switch
        {
            LowLatches or RawLow => (uint)micros,
            RawHigh => (uint)(micros >> 32),
            _ when offset == status => Asking,
            _ => words.GetValueOrDefault(offset),
        };
    }

    /// <inheritdoc/>
    protected override void WriteWord(uint offset, uint value, uint mask)
    {
        uint register = offset % AliasSize, old = words.GetValueOrDefault(register), bits = value & mask;
        value = (offset / AliasSize) switch { 1 => old ^ bits, 2 => old | bits, 3 => old & ~bits, _ => Merge(old, value, mask) };
        if (register == Armed || register == raw)
            words[register] = old & ~bits;
        else
            words[register] = value;
        if (register is >= FirstAlarm and <= LastAlarm)
            words[Armed] = words.GetValueOrDefault(Armed) | (1u << (int)((register - FirstAlarm) / 4));
        SetLines();
    }

    /// <summary>Microseconds since reset. A change of the core's clock counts from the next look at the timer.</summary>
    private double Micros()
    {
        ulong now = host.Now;
        double hz = clocks.Hz("core") ?? FallbackHz;
        double micros = clock.Micros + ((now - clock.Since) * MicrosecondsPerSecond / clock.Hz);
        if (hz != clock.Hz)
            clock = (micros, now, hz);
        return micros;
    }

    private void SetLines()
    {
        uint asking = Asking;
        for (int i = 0; i < 4; i++)
            host.SetInterrupt(interrupt + i, (asking >> i & 1) != 0);
    }
}
