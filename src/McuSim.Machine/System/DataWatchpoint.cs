namespace McuSim.Machine.System;

/// <summary>
/// The DWT unit: the cycle counter, which counts what the machine's clock counts, and the profiling counters of 8 bits, which say where its cycles went
/// (DDI 0403E, C1.8): cycles = instructions + CPICNT + EXCCNT + SLEEPCNT + LSUCNT - FOLDCNT.
/// </summary>
internal sealed class DataWatchpoint(Func<ulong> cycles, Func<int, ulong> profile)
{
    /// <summary>First and last offset on the private peripheral bus.</summary>
    internal const uint First = 0x1000, Last = 0x1FFF;

    private const uint Control = 0x1000, CycleCount = 0x1004, FirstProfile = 0x1008, LastProfile = 0x1018, ProgramCounterSample = 0x101C, Lock = 0x1FB0, LockStatus = 0x1FB4;
    private const uint FourComparators = 4u << 28, ControlBits = 0x007F_1FFF;
    private const int Profiles = 5, FirstProfileEnable = 17;

    private State state = new(0, 0, 0);

    internal uint? Read(uint offset) => offset switch
    {
        Control => FourComparators | state.Control,
        CycleCount => Count(),
        >= FirstProfile and <= LastProfile => Profile((int)(offset - FirstProfile) / 4),
        ProgramCounterSample or Lock or LockStatus => 0,
        _ => null,
    };

    internal bool Write(uint offset, uint value)
    {
        switch (offset)
        {
            case Control: Set(value & ControlBits, Count()); break;
            case CycleCount: Set(state.Control, value); break;
            case >= FirstProfile and <= LastProfile: SetProfile((int)(offset - FirstProfile) / 4, (byte)value, IsOn((int)(offset - FirstProfile) / 4, state.Control)); break;
            case ProgramCounterSample or Lock: break;
            default: return false;
        }

        return true;
    }

    internal void Reset() => state = new State(0, 0, 0);

    internal object Capture() => state with { Profiles = [.. state.Profiles] };

    internal void Restore(object captured)
    {
        var saved = (State)captured;
        state = saved with { Profiles = [.. saved.Profiles] };
    }

    private static bool IsOn(int counter, uint control) => (control >> (FirstProfileEnable + counter) & 1) != 0;

    private uint Count() => (state.Control & 1) != 0 ? (uint)(cycles() - state.Offset) : state.Stopped;

    private uint Profile(int counter) => IsOn(counter, state.Control) ? (byte)(profile(counter) - state.Profiles[counter]) : (byte)state.Profiles[counter];

    private void SetProfile(int counter, byte value, bool isOn) => state.Profiles[counter] = isOn ? profile(counter) - value : value;

    private void Set(uint control, uint count)
    {
        for (int i = 0; i < Profiles; i++)
        {
            bool isOn = IsOn(i, control);
            if (isOn != IsOn(i, state.Control)) SetProfile(i, isOn ? (byte)0 : (byte)Profile(i), isOn); // switching a counter on clears it
        }

        state = state with { Control = control, Stopped = count, Offset = cycles() - count };
    }

    /// <summary>Of a counter that is off its value, of one that is on what it has to be taken from.</summary>
    private sealed record State(uint Control, uint Stopped, ulong Offset)
    {
        internal ulong[] Profiles { get; init; } = new ulong[DataWatchpoint.Profiles];
    }
}
