namespace McuSim.Machine.System;

/// <summary>The DWT unit: the cycle counter, which counts what the machine's clock counts, and profiling counters, which read zero (DDI 0403E, C1.8).</summary>
internal sealed class DataWatchpoint(Func<ulong> cycles)
{
    /// <summary>First and last offset on the private peripheral bus.</summary>
    internal const uint First = 0x1000, Last = 0x1FFF;

    private const uint Control = 0x1000, CycleCount = 0x1004, FirstProfile = 0x1008, LastProfile = 0x101C, Lock = 0x1FB0, LockStatus = 0x1FB4;
    private const uint FourComparators = 4u << 28, ControlBits = 0x007F_1FFF;

    private State state;

    internal uint? Read(uint offset) => offset switch
    {
        Control => FourComparators | state.Control,
        CycleCount => Count(),
        (>= FirstProfile and <= LastProfile) or Lock or LockStatus => 0,
        _ => null,
    };

    internal bool Write(uint offset, uint value)
    {
        switch (offset)
        {
            case Control: Set(value & ControlBits, Count()); break;
            case CycleCount: Set(state.Control, value); break;
            case (>= FirstProfile and <= LastProfile) or Lock: break;
            default: return false;
        }

        return true;
    }

    internal void Reset() => state = default;

    internal object Capture() => state;

    internal void Restore(object captured) => state = (State)captured;

    private uint Count() => (state.Control & 1) != 0 ? (uint)(cycles() - state.Offset) : state.Stopped;

    private void Set(uint control, uint count) => state = new State(control, count, cycles() - count);

    private readonly record struct State(uint Control, uint Stopped, ulong Offset);
}
