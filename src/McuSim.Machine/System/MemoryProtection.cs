using McuSim.Boards;

namespace McuSim.Machine.System;

/// <summary>
/// The registers of the memory protection unit: regions with permissions (Armv6-M and Armv7-M: DDI 0403E, B3.5; Armv8-M: DDI 0553B.w, B10). Regions of
/// Armv8-M must not overlap; here the highest number wins, as on the others.
/// </summary>
internal sealed class MemoryProtection(CoreKind core)
{
    /// <summary>First and last offset on the private peripheral bus.</summary>
    internal const uint First = 0xED90, Last = 0xEDC7;

    private const uint Type = 0x0, Control = 0x4, Number = 0x8, Base = 0xC, LastAlias = 0x28, FirstKind = 0x30, LastKind = 0x34;
    private const uint BaseValid = 1u << 4;

    private readonly int regionCount = core switch
    {
        CoreKind.CortexM0 => 0,
        CoreKind.CortexM7 => 16,
        _ => 8,
    };

    private readonly bool isArmv8 = core == CoreKind.CortexM33;
    private State state = new(0, 0, new uint[16], new uint[16], [0, 0]);

    /// <summary>Whether the program changed something since the machine last looked.</summary>
    internal bool HasChanged { get; set; }

    /// <summary>Whether it is on.</summary>
    internal bool IsOn => (state.Control & 1) != 0;

    /// <summary>Whether it also holds for HardFault and NMI handlers.</summary>
    internal bool IsOnInHardFault => (state.Control & 2) != 0;

    /// <summary>Whether privileged code may use what no region describes.</summary>
    internal bool HasBackground => (state.Control & 4) != 0;

    /// <summary>The regions in use, the highest number (which wins) first.</summary>
    internal IEnumerable<ProtectedRegion> Regions
    {
        get
        {
            for (int i = regionCount - 1; i >= 0; i--)
            {
                if ((state.Attributes[i] & 1) != 0)
                    yield return isArmv8 ? ProtectedRegion.Armv8(state.Bases[i], state.Attributes[i]) : ProtectedRegion.Armv7(state.Bases[i], state.Attributes[i]);
            }
        }
    }

    internal uint Read(uint register) => register switch
    {
        Type => (uint)regionCount << 8,
        Control => state.Control,
        Number => state.Number,
        >= Base and <= LastAlias when isArmv8 => (register & 4) != 0 ? state.Bases[NumberOf(register)] : state.Attributes[NumberOf(register)],
        >= Base and <= LastAlias when regionCount > 0 => (register & 4) != 0 ? state.Bases[state.Number] | state.Number : state.Attributes[state.Number],
        >= FirstKind and <= LastKind when isArmv8 => state.Kinds[(register - FirstKind) / 4],
        _ => 0,
    };

    internal void Write(uint register, uint value)
    {
        if (regionCount == 0)
            return;
        HasChanged = true;
        switch (register)
        {
            case Control: state = state with { Control = value & 7 }; break;
            case Number: Select(value & 0xFF); break;
            case >= Base and <= LastAlias when isArmv8: ((register & 4) != 0 ? state.Bases : state.Attributes)[NumberOf(register)] = value; break;
            case >= FirstKind and <= LastKind when isArmv8: state.Kinds[(register - FirstKind) / 4] = value; break;
            case >= Base and <= LastAlias when (register & 4) != 0:
                if ((value & BaseValid) != 0) Select(value & 15);
                state.Bases[state.Number] = value & ~0x1Fu;
                break;
            case >= Base and <= LastAlias: state.Attributes[state.Number] = value; break;
        }
    }

    internal void Reset()
    {
        HasChanged = IsOn;
        state = new State(0, 0, new uint[16], new uint[16], [0, 0]);
    }

    internal object Capture() => state with { Bases = [.. state.Bases], Attributes = [.. state.Attributes], Kinds = [.. state.Kinds] };

    internal void Restore(object captured)
    {
        var saved = (State)captured;
        HasChanged |= IsOn || (saved.Control & 1) != 0;
        state = saved with { Bases = [.. saved.Bases], Attributes = [.. saved.Attributes], Kinds = [.. saved.Kinds] };
    }

    private void Select(uint number)
    {
        if (number < regionCount) state = state with { Number = number };
    }

    /// <summary>The region of an Armv8-M register: the selected one, and for the aliases those beside it in its group of four.</summary>
    private uint NumberOf(uint register)
    {
        uint alias = (register - Base) / 8;
        return alias == 0 ? state.Number : (state.Number & ~3u) | alias;
    }

    private sealed record State(uint Control, uint Number, uint[] Bases, uint[] Attributes, uint[] Kinds);
}
