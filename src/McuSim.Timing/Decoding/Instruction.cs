namespace McuSim.Timing.Decoding;

/// <summary>A decoded instruction: what a core's timing can depend on, not what it computes.</summary>
internal sealed record Instruction
{
    /// <summary>The Unified Assembler Language name, without suffixes.</summary>
    public required string Name { get; init; }

    /// <summary>Its class.</summary>
    public required InstructionKind Kind { get; init; }

    /// <summary>Where it lies.</summary>
    public uint Address { get; init; }

    /// <summary>2 or 4 bytes.</summary>
    public int Size { get; init; }

    /// <summary>The encoding; of a 32-bit one the first half-word is the upper half.</summary>
    public uint Code { get; init; }

    /// <summary>Registers read, whatever for (<see cref="Registers"/>).</summary>
    public ulong Reads { get; init; }

    /// <summary>Registers written.</summary>
    public ulong Writes { get; init; }

    /// <summary>Registers read to form an address.</summary>
    public ulong AddressReads { get; init; }

    /// <summary>Registers that pass a shifter or bit-field selector first.</summary>
    public ulong EarlyReads { get; init; }

    /// <summary>Factors of a multiplication.</summary>
    public ulong FactorReads { get; init; }

    /// <summary>What a multiplication is added to.</summary>
    public ulong AddendReads { get; init; }

    /// <summary>Data of a store.</summary>
    public ulong DataReads { get; init; }

    /// <summary>What the second operand is made from.</summary>
    public Operand2 Operand2 { get; init; }

    /// <summary>How it changes the flow.</summary>
    public BranchKind Branch { get; init; }

    /// <summary>How a load or store forms its address.</summary>
    public Addressing Addressing { get; init; }

    /// <summary>Whether the address has a register as offset.</summary>
    public bool RegisterOffset { get; init; }

    /// <summary>Whether the base of the address is the PC.</summary>
    public bool Literal { get; init; }

    /// <summary>Memory accesses it makes.</summary>
    public int AccessCount { get; init; }

    /// <summary>Bytes of one of them.</summary>
    public int AccessBytes { get; init; }

    /// <summary>Whether it works on double precision.</summary>
    public bool DoublePrecision { get; init; }

    /// <summary>Whether it executes only when a condition holds (inside an IT block, or a conditional branch).</summary>
    public bool Conditional { get; init; }

    /// <summary>Whether it writes memory.</summary>
    public bool IsStore => Kind is InstructionKind.Store or InstructionKind.StoreDual or InstructionKind.StoreMultiple
        or InstructionKind.StoreExclusive or InstructionKind.FloatStore or InstructionKind.FloatStoreMultiple;

    /// <summary>Whether the base register moves.</summary>
    public bool WritesBase => Addressing != Addressing.Offset;

    /// <summary>The address behind it.</summary>
    public uint End => Address + (uint)Size;
}
