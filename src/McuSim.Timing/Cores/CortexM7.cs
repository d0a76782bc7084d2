using System.Collections.Immutable;

using McuSim.Timing.Decoding;

using static McuSim.Timing.Cores.IssueSlot;
using static McuSim.Timing.Cores.IssueUnits;
using static McuSim.Timing.Decoding.InstructionKind;

namespace McuSim.Timing.Cores;

/// <summary>Cortex-M7. Arm publishes no cycle table for it.</summary>
/// <remarks>
/// Sources, by the letter that the rows name:
/// [J] jnk0le, "pipeline cycle test" notes on Cortex-M7, measured on STM32H743.
/// [Q] quinapalus, "Cortex-M7 instruction cycle counts", measured on STM32H730.
/// [L] LLVM, ARMScheduleM7.td and ARMLatencyMutations.cpp, written by Arm.
/// [T] Arm DDI 0489F (Cortex-M7 TRM).
/// [C] Calibrated on the int8 images of MLPerf Tiny v1.1 and v1.2 on STM32F746; those on STM32H7A3 are a check.
/// </remarks>
internal static class CortexM7
{
    // Late, early, address, factor, addend, store data
    private static readonly ResultLatency s_alu = new(1, 2, 2, 1, 1, 0); // [J] one cycle, one more for what is needed early
    private static readonly ResultLatency s_early = new(0, 1, 1, 1, 0, 0); // [J] early to late in the same cycle
    private static readonly ResultLatency s_load = new(1, 2, 3, 2, 1, 0); // [J]; [Q] three from load to address
    private static readonly ResultLatency s_multiply = new(2, 3, 4, 2, 1, 1); // [T] 2; [J] addend chain 1; [L] 4 to an address
    private static readonly ResultLatency s_divide = new(7, 8, 8, 7, 7, 7); // [L] 7; by the operands' values on silicon
    private static readonly ResultLatency s_floatAdd = new(3, 3, 3, 3, 3, 1); // [J]
    private static readonly ResultLatency s_floatMac = new(5, 5, 5, 5, 3, 3); // [J] 3 to the addend, 5 to a factor
    private static readonly ResultLatency s_floatMove = new(1, 2, 2, 2, 1, 1); // [J]
    private static readonly ResultLatency s_floatLoad = new(1, 2, 2, 2, 3, 0); // [J]
    private static readonly ResultLatency s_doubleAdd = new(4, 4, 4, 4, 4, 2); // [L]
    private static readonly ResultLatency s_doubleMultiply = new(7, 7, 7, 7, 7, 5); // [L]
    private static readonly ResultLatency s_doubleMac = new(11, 11, 11, 11, 11, 9); // [L]

    /// <summary>The table.</summary>
    public static readonly DualIssueTable Table = new()
    {
        Rows = new Dictionary<InstructionKind, IssueRow>
        {
            [Unknown] = new(Alone, None, s_alu),
            [Alu] = new(Any, None, s_alu), // [J], [Q] two per cycle
            [Shift] = new(Any, None, s_alu), // [J]
            [BitFieldExtract] = new(OlderOnly, Simd | Shifter, s_alu), // [J]
            [BitFieldInsert] = new(OlderOnly, Simd | Shifter, s_alu), // [J]
            [Extend] = new(OlderOnly, Simd, s_alu), // [J]; [C] its operand is not needed early, rotated or not
            [ExtendAdd] = new(OlderOnly, Simd | Shifter, s_alu), // [J]
            [Pack] = new(OlderOnly, Simd | Shifter, s_alu), // [J]
            [Reverse] = new(OlderOnly, Simd | Shifter, s_alu), // [J]
            [CountZeros] = new(OlderOnly, Simd, s_alu), // [J]
            [Saturate] = new(OlderOnly, Simd, s_alu), // [L]
            [ParallelAdd] = new(OlderOnly, Simd, s_alu), // [J]
            [Multiply] = new(Any, Multiplier | StoreOrMultiplier, s_multiply), // [J] one per cycle, not with a store
            [MultiplyAdd] = new(Any, Multiplier | StoreOrMultiplier, s_multiply),
            [MultiplyLong] = new(Any, Multiplier | StoreOrMultiplier, s_multiply),
            [MultiplyAddLong] = new(Any, Multiplier | StoreOrMultiplier, s_multiply),
            [Divide] = new(Alone, None, s_divide), // [L]
            [Load] = new(Any, None, s_load), // [J] two per cycle if the banks differ
            [LoadDual] = new(Alone, None, s_load), // [J]
            [LoadMultiple] = new(Alone, None, s_load), // [J]
            [LoadExclusive] = new(Alone, None, s_load),
            [Preload] = new(Any, None, s_load), // [J]
            [InstructionKind.Store] = new(Any, IssueUnits.Store | StoreOrMultiplier, s_early), // [J] one per cycle
            [StoreDual] = new(Alone, None, s_early), // [J]
            [StoreMultiple] = new(Alone, None, s_early), // [J]
            [StoreExclusive] = new(Alone, None, s_load),
            [InstructionKind.Branch] = new(Any, IssueUnits.Branch, s_early), // [J]
            [TableBranch] = new(Alone, IssueUnits.Branch, s_early, Cycles: 2), // [L]
            [IfThen] = new(Any, None, s_early), // [J] skipped instructions cost as executed ones
            [Nop] = new(Any, None, s_early), // [J] takes a place
            [Sleep] = new(Alone, None, s_early),
            [MemoryBarrier] = new(Alone, None, s_early),
            [SystemControl] = new(Alone, None, s_alu),
            [FloatAlu] = new(Any, Float, s_floatAdd), // [J]
            [FloatMultiply] = new(Any, Float, s_floatAdd), // [J]
            [FloatMultiplyAdd] = new(Any, Float | FloatTransfer, s_floatMac), // [J]
            [FloatDivide] = new(OlderOnly, Float, s_floatAdd, Cycles: 16), // [J] 16, and holds the pipeline
            [FloatSquareRoot] = new(OlderOnly, Float, s_floatAdd, Cycles: 14), // [J]
            [FloatMove] = new(Any, FloatTransfer, s_floatMove), // [J]
            [FloatMoveDual] = new(Alone, FloatTransfer, s_floatMove), // [J]
            [FloatSystem] = new(Alone, None, s_floatMove),
            [FloatLoad] = new(Any, FloatTransfer, s_floatLoad), // [J]
            [FloatLoadMultiple] = new(Alone, None, s_floatLoad), // [J]
            [FloatStore] = new(Any, FloatTransfer | IssueUnits.Store | StoreOrMultiplier, s_early), // [J]
            [FloatStoreMultiple] = new(Alone, None, s_early), // [J]
        }.ToImmutableDictionary(),
        DoubleRows = new Dictionary<InstructionKind, IssueRow>
        {
            [FloatAlu] = new(Any, Float, s_doubleAdd), // [L]
            [FloatMultiply] = new(Any, Float, s_doubleMultiply), // [L]
            [FloatMultiplyAdd] = new(Any, Float | FloatTransfer, s_doubleMac), // [L]
            [FloatDivide] = new(OlderOnly, Float, s_doubleAdd, Cycles: 30), // [J]
            [FloatSquareRoot] = new(OlderOnly, Float, s_doubleAdd, Cycles: 30), // [L]
        }.ToImmutableDictionary(),
        EarlyResult = s_early,
        EarlyNames = ["ADD", "ADDW", "SUB", "SUBW", "ADR", "MOV", "MOVW"], // [J]
        FloatMacBusy = 4, // [J] not in the 3 cycles behind it
        KeptByFloatMac = ["VADD", "VSUB"], // [J]
        FlagLatency = 1, // [J] set in the late stage
        NarrowLoad = 1, // [J], [L]
        CyclesPerRegisterPair = 1, // [J]
        Misprediction = 8, // [J]
        OldFlagsBonus = 2, // [J]
        OldFlagsAge = 3, // [J]
        UnalignedLoad = 3, // [J] 3 from the older, 4 from the younger place
        ExceptionCycles = 12, // [T]
    };
}
