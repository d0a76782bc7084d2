namespace McuSim.Timing.Decoding;

/// <summary>The classes of instruction that cores time differently.</summary>
internal enum InstructionKind
{
    /// <summary>Not in the tables.</summary>
    Unknown,

    /// <summary>Add, subtract, logic, compare, move; see <see cref="Operand2"/> for its second operand.</summary>
    Alu,

    /// <summary>Shift or rotate by a constant or a register.</summary>
    Shift,

    /// <summary>SBFX, UBFX.</summary>
    BitFieldExtract,

    /// <summary>BFI, BFC.</summary>
    BitFieldInsert,

    /// <summary>SXTB, UXTB16 and their kin without an addition.</summary>
    Extend,

    /// <summary>SXTAB, UXTAB16 and their kin.</summary>
    ExtendAdd,

    /// <summary>PKHBT, PKHTB.</summary>
    Pack,

    /// <summary>REV, REV16, REVSH, RBIT.</summary>
    Reverse,

    /// <summary>CLZ.</summary>
    CountZeros,

    /// <summary>SSAT, USAT, SSAT16, USAT16.</summary>
    Saturate,

    /// <summary>Parallel additions, QADD and its kin, SEL, USAD8.</summary>
    ParallelAdd,

    /// <summary>Multiplication with a 32-bit result, also of halves and of pairs (SMULBB, SMUAD, SMMUL).</summary>
    Multiply,

    /// <summary>Multiplication with addition to 32 bits (MLA, SMLAD, SMMLA, USADA8).</summary>
    MultiplyAdd,

    /// <summary>SMULL, UMULL.</summary>
    MultiplyLong,

    /// <summary>SMLAL, UMLAL, UMAAL, SMLALD and their kin.</summary>
    MultiplyAddLong,

    /// <summary>SDIV, UDIV.</summary>
    Divide,

    /// <summary>Load of a byte, half-word or word.</summary>
    Load,

    /// <summary>LDRD.</summary>
    LoadDual,

    /// <summary>LDM, POP.</summary>
    LoadMultiple,

    /// <summary>LDREX and its kin.</summary>
    LoadExclusive,

    /// <summary>Store of a byte, half-word or word.</summary>
    Store,

    /// <summary>STRD.</summary>
    StoreDual,

    /// <summary>STM, PUSH.</summary>
    StoreMultiple,

    /// <summary>STREX and its kin.</summary>
    StoreExclusive,

    /// <summary>PLD, PLI.</summary>
    Preload,

    /// <summary>B, BL, BX, BLX, CBZ, CBNZ; see <see cref="BranchKind"/>.</summary>
    Branch,

    /// <summary>TBB, TBH.</summary>
    TableBranch,

    /// <summary>IT.</summary>
    IfThen,

    /// <summary>NOP and the hints that do nothing (SEV, YIELD).</summary>
    Nop,

    /// <summary>WFI, WFE.</summary>
    Sleep,

    /// <summary>DMB, DSB, ISB.</summary>
    MemoryBarrier,

    /// <summary>MRS, MSR, CPS, SVC, BKPT and other accesses to the system's state.</summary>
    SystemControl,

    /// <summary>Floating-point addition and other short operations.</summary>
    FloatAlu,

    /// <summary>VMUL, VNMUL.</summary>
    FloatMultiply,

    /// <summary>VMLA, VFMA and their kin.</summary>
    FloatMultiplyAdd,

    /// <summary>VDIV.</summary>
    FloatDivide,

    /// <summary>VSQRT.</summary>
    FloatSquareRoot,

    /// <summary>VMOV between one core register and one single.</summary>
    FloatMove,

    /// <summary>VMOV between two core registers and two singles or a double.</summary>
    FloatMoveDual,

    /// <summary>VMRS, VMSR.</summary>
    FloatSystem,

    /// <summary>VLDR.</summary>
    FloatLoad,

    /// <summary>VLDM, VPOP.</summary>
    FloatLoadMultiple,

    /// <summary>VSTR.</summary>
    FloatStore,

    /// <summary>VSTM, VPUSH.</summary>
    FloatStoreMultiple,
}

/// <summary>What the second operand of an ALU instruction is made from.</summary>
internal enum Operand2
{
    /// <summary>A register, or no second operand.</summary>
    Register,

    /// <summary>A constant of up to 12 bits as it is, or 16 bits of MOVW and MOVT.</summary>
    Constant,

    /// <summary>A byte repeated: 0x00XY00XY, 0xXY00XY00, 0xXYXYXYXY.</summary>
    PatternConstant,

    /// <summary>A byte rotated.</summary>
    ShiftedConstant,

    /// <summary>A register shifted by a constant.</summary>
    ShiftedRegister,
}

/// <summary>How an instruction changes the flow.</summary>
internal enum BranchKind
{
    /// <summary>It does not.</summary>
    None,

    /// <summary>To a constant address (B, with or without a condition, CBZ, CBNZ).</summary>
    Direct,

    /// <summary>BL.</summary>
    Call,

    /// <summary>To an address in a register or in memory (BX, LDR PC, MOV PC, TBB).</summary>
    Indirect,

    /// <summary>BLX Rm.</summary>
    IndirectCall,

    /// <summary>BX LR, POP PC.</summary>
    Return,
}

/// <summary>How a load or store forms and keeps its address.</summary>
internal enum Addressing
{
    /// <summary>Base and offset; the base stays.</summary>
    Offset,

    /// <summary>The base takes the address before the access.</summary>
    PreIndex,

    /// <summary>The base moves on after the access.</summary>
    PostIndex,
}
