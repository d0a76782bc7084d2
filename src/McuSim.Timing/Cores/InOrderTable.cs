using System.Collections.Immutable;

using McuSim.Timing.Decoding;

namespace McuSim.Timing.Cores;

/// <summary>The timing of a core that issues one instruction at a time.</summary>
internal sealed record InOrderTable
{
    /// <summary>Cycles of each class of instruction; classes not named take 1. Of a list of registers: the cycles beside those per register.</summary>
    public required ImmutableDictionary<InstructionKind, int> Cycles { get; init; }

    /// <summary>Cycles per register of LDM, STM, LDRD, STRD, VLDM, VSTM (two for a double).</summary>
    public required int CyclesPerRegister { get; init; }

    /// <summary>Pipeline refill of a taken branch by what it is.</summary>
    public required ImmutableDictionary<BranchKind, int> TakenBranch { get; init; }

    /// <summary>Pipeline refill when the PC was loaded from memory (POP, LDR, TBB).</summary>
    public required int TakenBranchFromMemory { get; init; }

    /// <summary>Further refill of a taken CBZ or CBNZ, whose target goes out when it executes instead of when it is decoded.</summary>
    public int CompareBranch { get; init; }

    /// <summary>Further refill of a branch through LR that the instruction before it wrote.</summary>
    public int FreshLink { get; init; }

    /// <summary>Cycles between the issue of a result's producer, once it is done, and the issue of an instruction that uses it, by producer; 0 where not named.</summary>
    public ImmutableDictionary<InstructionKind, int> ResultDelay { get; init; } = ImmutableDictionary<InstructionKind, int>.Empty;

    /// <summary>As <see cref="ResultDelay"/>, when the user adds it to a product; 0 where not named.</summary>
    public ImmutableDictionary<InstructionKind, int> AddendDelay { get; init; } = ImmutableDictionary<InstructionKind, int>.Empty;

    /// <summary>Further delay of a result of the preceding instruction (not a load) that forms an address.</summary>
    public required int AddressDelay { get; init; }

    /// <summary>Whether a load has a data phase that the next load or store overlaps (k loads take k + 1 cycles).</summary>
    public required bool LoadsChain { get; init; }

    /// <summary>Whether loads and stores whose base moves overlap the load before as well.</summary>
    public bool IndexedAccessesChain { get; init; } = true;

    /// <summary>Further cycles of a store whose address has a register as offset; a NOP behind it takes them.</summary>
    public required int RegisterOffsetStore { get; init; }

    /// <summary>Further cycles of a store that a load follows.</summary>
    public int LoadBehindStore { get; init; }

    /// <summary>Whether IT costs nothing behind a 16-bit instruction.</summary>
    public required bool FoldsIfThen { get; init; }

    /// <summary>Words of the fetch queue; 0 when the queue never limits.</summary>
    public required int FetchQueueWords { get; init; }

    /// <summary>Cycles from the consumption of a word to the arrival of the word that takes its place.</summary>
    public required int FetchLatency { get; init; }

    /// <summary>Further cycles of the first word that is fetched after the queue was full.</summary>
    public int FetchRestart { get; init; }

    /// <summary>Further cycles of a taken branch to code that is fetched over the system bus (0x20000000 and above).</summary>
    public int SystemBusRefill { get; init; }

    /// <summary>Cycles from one word fetched over the system bus to the next at the earliest.</summary>
    public int SystemBusSpacing { get; init; } = 1;

    /// <summary>Whether data on the code's bus holds back the next word in any cycle, not only in the one that the word needs.</summary>
    public bool SystemBusHolds { get; init; }

    /// <summary>Cycles lost when code comes from one memory on the system bus and data lies in another: to that memory and back.</summary>
    public int SystemBusSwitch { get; init; }

    /// <summary>Further delay of a load below 0x20000000 whose register offset is a result of the preceding instruction: the chip's.</summary>
    public int CodeBusOffset { get; init; }

    /// <summary>Whether code and data below 0x20000000 share a bus too; above they always do.</summary>
    public bool SharedCodeBus { get; init; }

    /// <summary>Cycles for which classes of floating-point instruction keep others from issuing, while integer instructions go on; 1 where not named.</summary>
    public ImmutableDictionary<InstructionKind, int> FloatBusy { get; init; } = ImmutableDictionary<InstructionKind, int>.Empty;

    /// <summary>Whether a 16-bit branch, IT or NOP issues together with the 16-bit instruction before it.</summary>
    public bool PairsNarrow { get; init; }

    /// <summary>Further cycle of a taken branch that issued together with the instruction that set the flags.</summary>
    public int PairedFlagsBranch { get; init; }

    /// <summary>Further delay of the result of an operation with a shifted operand.</summary>
    public int ShiftedOperandDelay { get; init; }

    /// <summary>Further delay of a VMOV from one single to a core register.</summary>
    public int FloatToCoreDelay { get; init; }

    /// <summary>Cycles of a VMOV from two core registers, and the further delay of its result; null when it costs what the other direction does.</summary>
    public (int Cycles, int Delay)? PairToFloat { get; init; }

    /// <summary>How much sooner a loaded value can be stored than used.</summary>
    public int LoadToStoreBonus { get; init; }

    /// <summary>Further cycles of a 16-bit MULS outside an IT block.</summary>
    public int FlagSettingMultiply { get; init; }

    /// <summary>Further cycles of an access that crosses a half-word (first) or byte (second) boundary of its word.</summary>
    public (int HalfWord, int Byte) Unaligned { get; init; }

    /// <summary>Cycles of an exception's entry or return.</summary>
    public required int ExceptionCycles { get; init; }
}
