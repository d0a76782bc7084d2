using System.Collections.Immutable;

using McuSim.Timing.Decoding;

using static McuSim.Timing.Decoding.InstructionKind;

namespace McuSim.Timing.Cores;

/// <summary>Cortex-M33. Arm publishes no cycle table for it.</summary>
/// <remarks>
/// Sources: [J] jnk0le, "pipeline cycle test" notes on Cortex-M33, measured on RP2350. [K] Arm KA001260 (MULS). [M4] nothing published; taken
/// as on Cortex-M4. Not calibrated.
/// </remarks>
internal static class CortexM33
{
    /// <summary>The table.</summary>
    public static readonly InOrderTable Table = new()
    {
        Cycles = new Dictionary<InstructionKind, int>
        {
            [LoadMultiple] = 0, // [J] N
            [StoreMultiple] = 0, // [J] N
            [LoadDual] = 0, // [J] 2
            [StoreDual] = 0, // [J] 2
            [TableBranch] = 2, // [M4]
            [Divide] = 6, // [M4] 2 to 12, by the operands' values
            [SystemControl] = 2, // [M4]
            [FloatMoveDual] = 2, // [J]
            [FloatLoad] = 0, // [J] 1 per word
            [FloatStore] = 0, // as FloatLoad
            [FloatLoadMultiple] = 0, // [J] N
            [FloatStoreMultiple] = 0, // [J] N
        }.ToImmutableDictionary(),
        CyclesPerRegister = 1, // [J]
        TakenBranch = new Dictionary<BranchKind, int>
        {
            [BranchKind.Direct] = 1, // [J] 2
            [BranchKind.Call] = 1, // as Direct
            [BranchKind.Indirect] = 1, // as Direct
            [BranchKind.IndirectCall] = 1, // as Direct
            [BranchKind.Return] = 1, // as Direct
        }.ToImmutableDictionary(),
        TakenBranchFromMemory = 2, // [J] POP {PC} 1 to 2 slower than POP {LR} and BX LR
        ResultDelay = new Dictionary<InstructionKind, int>
        {
            [Load] = 1, // [J] load-to-use 2
            [LoadDual] = 1, // as Load
            [LoadMultiple] = 1, // as Load
            [Multiply] = 1, // [J] latency 2
            [MultiplyAdd] = 1, // [J]
            [MultiplyLong] = 1, // [J]
            [MultiplyAddLong] = 1, // [J]
            [ParallelAdd] = 1, // [J] latency 2
            [Pack] = 1, // [J]
            [Saturate] = 1, // as ParallelAdd
            [ExtendAdd] = 1, // [J] latency 2
            [FloatAlu] = 1, // [J] latency 2
            [FloatMultiply] = 1, // [J]
            [FloatMultiplyAdd] = 3, // [J] 4 to a factor
        }.ToImmutableDictionary(),
        AddendDelay = new Dictionary<InstructionKind, int>
        {
            [ParallelAdd] = 1, // [J] no chaining
            [Pack] = 1,
            [FloatAlu] = 1,
            [FloatMultiply] = 1,
            [FloatMultiplyAdd] = 2, // [J] 3 to the addend
        }.ToImmutableDictionary(),
        AddressDelay = 0, // [J]
        LoadsChain = false, // [J] one load per cycle
        RegisterOffsetStore = 0, // [J]
        FoldsIfThen = false, // it pairs instead
        FetchQueueWords = 0, // nothing published
        FetchLatency = 0,
        SharedCodeBus = true, // Arm 100230_0100_08: one C-AHB for code and data, one S-AHB
        FloatBusy = new Dictionary<InstructionKind, int>
        {
            [FloatDivide] = 14, // [M4]
            [FloatSquareRoot] = 14, // [M4]
            [FloatMultiplyAdd] = 3, // [J] keeps other floating-point instructions away for 2 cycles
        }.ToImmutableDictionary(),
        PairsNarrow = true, // [J] with NOP, IT and branches
        PairedFlagsBranch = 1, // [J] SUBS and BNE: 1 + 0 not taken, 1 + 2 taken
        ShiftedOperandDelay = 1, // [J] latency 2
        FloatToCoreDelay = 1, // [J] latency 2
        PairToFloat = (1, 1), // [J] 1, latency 2
        LoadToStoreBonus = 1, // [J] load to store data 1
        FlagSettingMultiply = 1, // [J], [K]
        Unaligned = (1, 2), // [M4]
        ExceptionCycles = 12, // [M4]
    };
}
