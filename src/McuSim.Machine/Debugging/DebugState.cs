using System.Runtime.InteropServices;

namespace McuSim.Machine.Debugging;

/// <summary>What the debugger's hooks touch while the engine runs. It lies outside the managed heap.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct DebugState
{
    /// <summary>Addresses that <see cref="Filter"/> tells apart.</summary>
    internal const int FilterBits = 1 << 16;

    /// <summary>Most watchpoints at a time.</summary>
    internal const int MostWatchpoints = 16;

    /// <summary>The instruction that a run begins with: it is no stop. An odd address is none.</summary>
    internal uint Resumed;

    /// <summary>How many instructions after the resumed one the run stops, or 0 for never.</summary>
    internal uint StepsLeft;

    /// <summary>Not 0 when the next instruction is a stop because of a watchpoint.</summary>
    internal int WatchHit;

    /// <summary>The watched access that was made.</summary>
    internal uint WatchedAddress;

    /// <summary>Which <see cref="Watches"/> are in use.</summary>
    internal int WatchCount;

    /// <summary>A bit for the low half of every address with a breakpoint.</summary>
    internal fixed ulong Filter[FilterBits / 64];

    /// <summary>Address, length and kind of each watchpoint.</summary>
    internal fixed uint Watches[3 * MostWatchpoints];

    /// <summary>The number of an address's bit in <see cref="Filter"/>.</summary>
    internal static int FilterBit(uint address) => (int)(address >> 1) & (FilterBits - 1);
}
