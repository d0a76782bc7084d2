using McuSim.Timing.Decoding;

using static McuSim.Timing.Decoding.InstructionKind;

namespace McuSim.Timing.Cores;

/// <summary>Cortex-M3: as Cortex-M4 but for multiplication and moving bases, and without DSP and floating point.</summary>
/// <remarks>
/// Sources: [T] Arm 100165_0201_02 (Cortex-M3 TRM), chapter 3. [J] jnk0le, "pipeline cycle test" notes on Cortex-M3/M4, measured on STM32F103.
/// </remarks>
internal static class CortexM3
{
    /// <summary>The table.</summary>
    public static readonly InOrderTable Table = CortexM4.Table with
    {
        Cycles = CortexM4.Table.Cycles.SetItems(new Dictionary<InstructionKind, int>
        {
            [MultiplyAdd] = 2, // [T] MLA, MLS
            [MultiplyLong] = 4, // [T] 3 to 5, by the operands' values
            [MultiplyAddLong] = 6, // [T] 4 to 7, by the operands' values
        }),
        SystemBusHolds = false, // [S] as CortexM4 names it: a loop of 16 loads takes 29 cycles from SRAM
        IndexedAccessesChain = false, // [J] only the first load of a chain may move its base; a store that does waits for a load before it
    };
}
