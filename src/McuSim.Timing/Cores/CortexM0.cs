using System.Collections.Immutable;

using McuSim.Timing.Decoding;

using static McuSim.Timing.Decoding.InstructionKind;

namespace McuSim.Timing.Cores;

/// <summary>Cortex-M0 and Cortex-M0+.</summary>
/// <remarks>
/// Sources: [0] Arm DDI 0432C (Cortex-M0 TRM), table 3-1. [+] Arm DDI 0484C (Cortex-M0+ TRM), table 3-1. Both assume memory without wait
/// states. [J] jnk0le, "pipeline cycle test" notes on Cortex-M0: no load-use delay, measured.
/// </remarks>
internal static class CortexM0
{
    /// <summary>The table of the Cortex-M0, three stages.</summary>
    /// <param name="multiplyCycles">1 or 32, as the chip was built.</param>
    public static InOrderTable Table(int multiplyCycles) => new()
    {
        Cycles = new Dictionary<InstructionKind, int>
        {
            [Multiply] = multiplyCycles, // [0] 1 or 32
            [Load] = 2, // [0]
            [Store] = 2, // [0]
            [LoadMultiple] = 1, // [0] 1 + N
            [StoreMultiple] = 1, // [0] 1 + N
            [SystemControl] = 4, // [0] MRS, MSR
            [MemoryBarrier] = 4, // [0]
            [Sleep] = 2, // [0]
        }.ToImmutableDictionary(),
        CyclesPerRegister = 1, // [0]
        TakenBranch = new Dictionary<BranchKind, int>
        {
            [BranchKind.Direct] = 2, // [0] 3 taken, 1 not taken
            [BranchKind.Call] = 3, // [0] BL 4
            [BranchKind.Indirect] = 2, // [0] BX, MOV PC 3
            [BranchKind.IndirectCall] = 2, // [0] BLX 3
            [BranchKind.Return] = 2, // [0] BX 3
        }.ToImmutableDictionary(),
        TakenBranchFromMemory = 3, // [0] POP with PC 4 + N
        AddressDelay = 0, // [J]
        LoadsChain = false, // [0]
        RegisterOffsetStore = 0, // [0]
        FoldsIfThen = false, // no IT
        FetchQueueWords = 0, // 16-bit encodings: fetches of words keep up
        FetchLatency = 0,
        ExceptionCycles = 16, // Arm, Cortex-M0 product page: interrupt latency of 16 cycles
    };

    /// <summary>The table of the Cortex-M0+, two stages.</summary>
    /// <param name="multiplyCycles">1 or 32, as the chip was built.</param>
    public static InOrderTable PlusTable(int multiplyCycles)
    {
        InOrderTable table = Table(multiplyCycles);
        return table with
        {
            Cycles = table.Cycles.SetItem(SystemControl, 3).SetItem(MemoryBarrier, 3), // [+]
            TakenBranch = new Dictionary<BranchKind, int>
            {
                [BranchKind.Direct] = 1, // [+] 2 taken, 1 not taken
                [BranchKind.Call] = 2, // [+] BL 3
                [BranchKind.Indirect] = 1, // [+] BX 2
                [BranchKind.IndirectCall] = 1, // [+] BLX 2
                [BranchKind.Return] = 1, // [+] BX 2
            }.ToImmutableDictionary(),
            TakenBranchFromMemory = 2, // [+] POP with PC 3 + N
            ExceptionCycles = 15, // Arm, Cortex-M0+ product page: interrupt latency of 15 cycles
        };
    }
}
