using McuSim.Machine.Memory;

namespace McuSim.Machine.System;

/// <summary>The machine's clock and who waits for it.</summary>
internal sealed class Scheduler(Func<ulong> runningCycles, ExceptionTable exceptions, MemoryMap memory) : IDeviceHost
{
    /// <summary>
    /// Cycles that a byte of code may take before an event is noticed late. What remains is looked at again, so a small figure only costs
    /// looks; slower code than this delays an interrupt by a part of the distance that it still had.
    /// </summary>
    private const ulong CyclesPerByte = 4;

    private readonly List<ITimed> devices = [];

    /// <summary>A debugger that looks at memory from time to time, or null. It never ends a sleep.</summary>
    internal ITimed? Looker { get; set; }

    /// <inheritdoc/>
    public ulong Now => runningCycles() + SleepCycles;

    /// <summary>Cycles that passed while the core slept.</summary>
    internal ulong SleepCycles { get; set; }

    /// <summary>When the next device has something to do.</summary>
    internal ulong NextEvent
    {
        get
        {
            ulong next = ulong.MaxValue;
            foreach (ITimed device in devices)
                next = Math.Min(next, device.NextEvent);
            return next;
        }
    }

    /// <inheritdoc/>
    public void SetInterrupt(int line, bool asserted) => exceptions.SetLevel(ExceptionNumber.FirstInterrupt + line, asserted);

    /// <inheritdoc/>
    public void StartCore(uint vectorTable) => CoreToStart = vectorTable;

    /// <inheritdoc/>
    public void Restart(ResetCause cause)
    {
        RestartCause ??= cause;
        RestartRequested?.Invoke();
    }

    /// <summary>Why the chip is to start anew, or null.</summary>
    internal ResetCause? RestartCause { get; set; }

    /// <summary>Told when it is.</summary>
    internal Action? RestartRequested { get; set; }

    /// <summary>The vector table of the core that is to start, or null.</summary>
    internal uint? CoreToStart { get; set; }

    /// <inheritdoc/>
    public bool TryRead(uint address, Span<byte> bytes) => memory.TryRead(address, bytes);

    /// <inheritdoc/>
    public bool TryWrite(uint address, ReadOnlySpan<byte> bytes)
    {
        if (memory.Find(address, bytes.Length) is not { Region.Writable: true } region)
            return false;
        bytes.CopyTo(region.Span(address, bytes.Length));
        return true;
    }

    internal void Add(ITimed device) => devices.Add(device);

    /// <summary>Lets devices do what is due. Gives the bytes of code that may run before it should be called again.</summary>
    internal long Elapse()
    {
        ulong next = Math.Min(NextEvent, Looker?.NextEvent ?? ulong.MaxValue);
        if (next == ulong.MaxValue)
            return long.MaxValue;
        ulong now = Now;
        if (Looker is { } looker && looker.NextEvent <= now) looker.Elapse(now);
        if (next <= now)
        {
            foreach (ITimed device in devices)
            {
                if (device.NextEvent <= now)
                    device.Elapse(now);
            }

            next = Math.Min(NextEvent, Looker?.NextEvent ?? ulong.MaxValue);
        }

        return next <= now ? 0 : (long)Math.Min((next - now) / CyclesPerByte, long.MaxValue);
    }

    /// <summary>Lets time pass to the next event; false when there is none.</summary>
    internal bool SleepToNextEvent()
    {
        ulong next = NextEvent, now = Now;
        Looker?.Elapse(now);
        if (next == ulong.MaxValue)
            return false;
        if (next > now)
            SleepCycles += next - now;
        _ = Elapse();
        return true;
    }
}
