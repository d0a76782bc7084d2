using McuSim.Boards;

namespace McuSim.Machine.System;

/// <summary>The registers of the Armv7-M memory protection unit: regions with permissions (DDI 0403E, B3.5).</summary>
internal sealed class MemoryProtection(CoreKind core)
{
    /// <summary>First and last offset on the private peripheral bus.</summary>
    internal const uint First = 0xED90, Last = 0xEDBB;

    private const uint Type = 0x0, Control = 0x4, Number = 0x8, Base = 0xC, LastAlias = 0x28;
    private const uint BaseValid = 1u << 4;

    private readonly int regionCount = core switch
    {
        CoreKind.CortexM3 or CoreKind.CortexM4 or CoreKind.CortexM0Plus => 8,
        CoreKind.CortexM7 => 16,
        _ => 0, // Cortex-M0 has none; the Armv8-M unit is another one.
    };

    private State state = new(0, 0, new uint[16], new uint[16]);

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
                    yield return new ProtectedRegion(state.Bases[i], state.Attributes[i]);
            }
        }
    }

    internal uint Read(uint register) => register switch
    {
        Type => (uint)regionCount << 8,
        Control => state.Control,
        Number => state.Number,
        >= Base and <= LastAlias when regionCount > 0 => (register & 4) != 0 ? state.Bases[state.Number] | state.Number : state.Attributes[state.Number],
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
        state = new State(0, 0, new uint[16], new uint[16]);
    }

    internal object Capture() => state with { Bases = [.. state.Bases], Attributes = [.. state.Attributes] };

    internal void Restore(object captured)
    {
        var saved = (State)captured;
        HasChanged |= IsOn || (saved.Control & 1) != 0;
        state = saved with { Bases = [.. saved.Bases], Attributes = [.. saved.Attributes] };
    }

    private void Select(uint number)
    {
        if (number < regionCount) state = state with { Number = number };
    }

    private sealed record State(uint Control, uint Number, uint[] Bases, uint[] Attributes);
}

/// <summary>A region of the memory protection unit.</summary>
/// <param name="Base">RBAR's address.</param>
/// <param name="Attributes">RASR.</param>
internal readonly record struct ProtectedRegion(uint Base, uint Attributes)
{
    /// <summary>Bytes: a power of two.</summary>
    internal ulong Size => 1ul << (((int)(Attributes >> 1) & 31) + 1);

    /// <summary>The first address: the base aligned to the size.</summary>
    internal uint Start => (uint)(Base & ~(Size - 1));

    /// <summary>Whether code may not run there.</summary>
    internal bool NeverExecutes => (Attributes & (1u << 28)) != 0;

    /// <summary>Whether an address lies in the region and not in one of its disabled eighths.</summary>
    internal bool Contains(uint address)
    {
        ulong offset = (ulong)address - Start;
        if (address < Start || offset >= Size)
            return false;
        return Size < 256 || (Attributes >> (8 + (int)(offset / (Size / 8))) & 1) == 0;
    }

    /// <summary>Whether code may read and write there (DDI 0403E, table B3-15).</summary>
    internal (bool Read, bool Write) Access(bool privileged) => ((Attributes >> 24) & 7) switch
    {
        1 => (privileged, privileged),
        2 => (true, privileged),
        3 => (true, true),
        5 => (privileged, false),
        6 or 7 => (true, false),
        _ => (false, false),
    };
}
