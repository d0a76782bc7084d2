using System.Collections.Immutable;

using McuSim.Timing.Decoding;

namespace McuSim.Timing.Cores;

/// <summary>Which of the two places of an issue cycle an instruction can take.</summary>
internal enum IssueSlot
{
    /// <summary>Older or younger.</summary>
    Any,

    /// <summary>Only that of the older instruction.</summary>
    OlderOnly,

    /// <summary>It issues alone.</summary>
    Alone,
}

/// <summary>What an instruction occupies in its issue cycle; two that share a unit do not pair.</summary>
[Flags]
internal enum IssueUnits
{
    /// <summary>Nothing that is there only once.</summary>
    None = 0,

    /// <summary>The ALU with SIMD and bit-field operations.</summary>
    Simd = 1,

    /// <summary>The inline shifter.</summary>
    Shifter = 2,

    /// <summary>The multiplier.</summary>
    Multiplier = 4,

    /// <summary>The store port.</summary>
    Store = 8,

    /// <summary>What a multiplication and a store both need.</summary>
    StoreOrMultiplier = 16,

    /// <summary>The floating-point arithmetic.</summary>
    Float = 32,

    /// <summary>What a floating-point multiplication with addition and a transfer both need.</summary>
    FloatTransfer = 64,

    /// <summary>Branches.</summary>
    Branch = 128,
}

/// <summary>When a result can be used: cycles between the issue of its producer and that of its user, by what the user does with it.</summary>
/// <param name="Late">An ALU in the late stage.</param>
/// <param name="Early">A shifter or an ALU in the early stage.</param>
/// <param name="Address">An address.</param>
/// <param name="Factor">A factor of a multiplication.</param>
/// <param name="Addend">What a product is added to.</param>
/// <param name="Data">Data of a store.</param>
internal readonly record struct ResultLatency(int Late, int Early, int Address, int Factor, int Addend, int Data);

/// <summary>How a class of instruction issues.</summary>
/// <param name="Slot">Where.</param>
/// <param name="Units">What it occupies.</param>
/// <param name="Latency">When its result can be used.</param>
/// <param name="Cycles">Cycles it holds the issue.</param>
internal sealed record IssueRow(IssueSlot Slot, IssueUnits Units, ResultLatency Latency, int Cycles = 1);

/// <summary>The timing of a core that issues up to two instructions per cycle, in order.</summary>
internal sealed record DualIssueTable
{
    /// <summary>How classes of instruction issue.</summary>
    public required ImmutableDictionary<InstructionKind, IssueRow> Rows { get; init; }

    /// <summary>As <see cref="Rows"/>, for double precision where it differs.</summary>
    public required ImmutableDictionary<InstructionKind, IssueRow> DoubleRows { get; init; }

    /// <summary>Result latency of an ALU instruction that ran in the early stage.</summary>
    public required ResultLatency EarlyResult { get; init; }

    /// <summary>Names of the ALU instructions that can run in the early stage, from the older place, when their operands are there.</summary>
    public required ImmutableHashSet<string> EarlyNames { get; init; }

    /// <summary>Cycles for which a single-precision multiplication with addition keeps certain instructions from issuing, its own included.</summary>
    public required int FloatMacBusy { get; init; }

    /// <summary>Names of the arithmetic that it keeps; lists of registers and doubles are kept too, and transfers cannot take the younger place.</summary>
    public required ImmutableHashSet<string> KeptByFloatMac { get; init; }

    /// <summary>Cycles of flags, to a conditional instruction.</summary>
    public required int FlagLatency { get; init; }

    /// <summary>Further cycles of the result of a load of a byte or half-word.</summary>
    public required int NarrowLoad { get; init; }

    /// <summary>Cycles per pair of registers of LDM, STM, LDRD, STRD.</summary>
    public required int CyclesPerRegisterPair { get; init; }

    /// <summary>Cycles of a wrong prediction.</summary>
    public required int Misprediction { get; init; }

    /// <summary>How many fewer when the flags are old.</summary>
    public required int OldFlagsBonus { get; init; }

    /// <summary>Cycles from setting the flags to the branch that make them old.</summary>
    public required int OldFlagsAge { get; init; }

    /// <summary>Further cycles of an unaligned load.</summary>
    public required int UnalignedLoad { get; init; }

    /// <summary>Cycles of an exception's entry or return.</summary>
    public required int ExceptionCycles { get; init; }
}
