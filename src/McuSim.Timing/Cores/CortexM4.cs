using System.Collections.Immutable;

using McuSim.Timing.Decoding;

using static McuSim.Timing.Decoding.InstructionKind;

namespace McuSim.Timing.Cores;

/// <summary>Cortex-M4.</summary>
/// <remarks>
/// Sources, by the letter that the rows name:
/// [T] Arm DDI 0439D (Cortex-M4 TRM), tables 3-1, 3-2, 7-1 and sections 3.3, 7.2.3.
/// [J] jnk0le, "pipeline cycle test" notes on Cortex-M3/M4, measured on STM32F103 and STM32F407.
/// [S] "S1 - Núcleo e memória", a student's report, measured on STM32F103 at 8 MHz without wait states.
/// [I] compendium.i-0.nl, "Instruction alignment: rules", measured with instructions in flash and data in SRAM2.
/// [P] Calibrated on zhanzr's CoreMark by memory placement on STM32F429 (fire-f429), whose data is on another bus.
/// [H] Calibrated on zhanzr's CoreMark from SRAM1 on STM32F407 (nano-f407, clang); its other builds and SRAM2 are left as a check.
/// [B] Arm DDI 0337G (Cortex-M3 TRM), table 15-3: which branches send their target out when they are decoded, and which when they execute.
/// [U] mimuw-distributed-systems-group/cmemu 78d79ad: instruction tests measured on STM32F100 (Cortex-M3, flash without wait states) and CC2652 (Cortex-M4).
/// </remarks>
internal static class CortexM4
{
    /// <summary>The table.</summary>
    public static readonly InOrderTable Table = new()
    {
        Cycles = new Dictionary<InstructionKind, int>
        {
            [Load] = 1, // [T] 2, of which the second is the data phase that the next load or store overlaps
            [LoadExclusive] = 2, // [T]
            [StoreExclusive] = 2, // [T]
            [LoadMultiple] = 1, // [T] 1 + N
            [StoreMultiple] = 1, // [T] 1 + N
            [LoadDual] = 1, // [T] 1 + N
            [StoreDual] = 1, // [T] 1 + N
            [TableBranch] = 3, // [T] 2 + P; [U] tbb_tbh: 6 in all
            [Divide] = 6, // [T] 2 to 12, by the operands' values
            [SystemControl] = 2, // [T] MRS, MSR: 1 or 2
            [FloatMultiplyAdd] = 3, // [T]
            [FloatMoveDual] = 2, // [T]
            [FloatLoad] = 1, // [T] 2 for one word, 3 for two: 1 + N
            [FloatStore] = 1, // [T] 2 for one word, 3 for two: 1 + N
            [FloatLoadMultiple] = 1, // [T] 1 + N
            [FloatStoreMultiple] = 1, // [T] 1 + N
        }.ToImmutableDictionary(),
        CyclesPerRegister = 1, // [T]
        TakenBranch = new Dictionary<BranchKind, int>
        {
            [BranchKind.Direct] = 1, // [B] at decode, [U] bcond
            [BranchKind.Call] = 1, // [B] at decode, [U] bl_blx_bx_mov_pc_lr
            [BranchKind.Indirect] = 2, // [B] when it executes, [U] the same
            [BranchKind.IndirectCall] = 2, // as Indirect; [B], [U] through LR as Return
            [BranchKind.Return] = 1, // [B] BX LR and MOV PC, LR at decode, [U]
        }.ToImmutableDictionary(),
        TakenBranchFromMemory = 3, // [U] pop_pc, ldr_pc: LDR PC takes 5, POP of the PC alone too
        CompareBranch = 1, // [B], [U] cbz: 3 when taken
        FreshLink = 1, // [B], [U] bl_blx_bx_mov_pc_lr
        ResultDelay = new Dictionary<InstructionKind, int>
        {
            [FloatAlu] = 1, // [T] 7.2.3: one more when the next instruction uses the result
            [FloatMultiply] = 1,
            [FloatMultiplyAdd] = 1,
        }.ToImmutableDictionary(),
        AddressDelay = 1, // [T] 3.3.2, [J] base and offset must be ready one cycle early
        LoadsChain = true, // [T] 3.3.2; [U] ldr_writeback_pipelining: pre-indexed ones on the same base too (5 and 7 cycles for 2 and 3 with their frame, not 6 and 8)
        RegisterOffsetStore = 1, // [T] 3.3.2: STR [Rn, Rm] takes 2; [J] it eats a NOP
        LoadBehindStore = 1, // [T] 3.3.2: nothing is pipelined behind a store; [J] one more when a load follows
        FoldsIfThen = true, // [T] 3.3.1
        FetchQueueWords = 3, // [T] 3.3.4 three-word prefetch unit
        FetchLatency = 2, // [I] any number of 32-bit instructions across words goes on at one per cycle
        FetchRestart = 1, // [I] once a group of three or more has lost one cycle
        SystemBusSpacing = 2, // [P] CoreMark from SRAM1
        SystemBusHolds = true, // [H]
        SystemBusSwitch = 1, // [J] as loads from two memories; CoreMark from SRAM2 with its data in SRAM1 on STM32F407 agrees
        SystemBusRefill = 1, // [S] a loop of ADDS takes one more per iteration from SRAM than from flash
        FloatBusy = new Dictionary<InstructionKind, int>
        {
            [FloatDivide] = 14, // [T] table 7-1; integer instructions go on: 7.2.3
            [FloatSquareRoot] = 14,
        }.ToImmutableDictionary(),
        Unaligned = (1, 2), // [T] 3.3.2
        ExceptionCycles = 12, // [T] 3.9: at most 12 to enter
    };
}
