namespace McuSim.Machine.System;

/// <summary>
/// The ITM unit: what the program writes to its stimulus ports goes to the host (DDI 0403E, C1.7). With a host that listens, the ports are on from
/// reset, as a debugger switches them on.
/// </summary>
internal sealed class TraceMacrocell(Action<int, byte>? output)
{
    /// <summary>Last offset on the private peripheral bus; the first is 0.</summary>
    internal const uint Last = 0xFFF;

    private const uint PortEnd = 0x80, TraceEnable = 0xE00, TracePrivilege = 0xE40, TraceControl = 0xE80, Lock = 0xFB0, LockStatus = 0xFB4;

    private State state = AtReset(output is not null);

    internal uint? Read(uint offset) => offset switch
    {
        < PortEnd => IsOn(offset) ? 1u : 0, // The FIFO always has room.
        TraceEnable => state.Enable,
        TraceControl => state.Control,
        TracePrivilege or Lock or LockStatus => 0,
        _ => null,
    };

    internal bool Write(uint offset, int size, uint value)
    {
        switch (offset & ~3u)
        {
            case < PortEnd:
                for (int i = 0; i < size && IsOn(offset); i++)
                    output?.Invoke((int)(offset / 4), (byte)(value >> (8 * i)));
                break;
            case TraceEnable: state = state with { Enable = value }; break;
            case TraceControl: state = state with { Control = value }; break;
            case TracePrivilege or Lock: break;
            default: return false;
        }

        return true;
    }

    internal void Reset() => state = AtReset(output is not null);

    internal object Capture() => state;

    internal void Restore(object captured) => state = (State)captured;

    private static State AtReset(bool listens) => listens ? new State(uint.MaxValue, 1) : default;

    private bool IsOn(uint offset) => (state.Control & 1) != 0 && (state.Enable >> (int)(offset / 4) & 1) != 0;

    private readonly record struct State(uint Enable, uint Control);
}
