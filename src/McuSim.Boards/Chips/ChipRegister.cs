using System.Collections.Immutable;

namespace McuSim.Boards;

/// <summary>A register of 32 bits. Bits without a rule remember what was written.</summary>
/// <param name="Name">As in the reference manual.</param>
/// <param name="Offset">Bytes from the peripheral's first address.</param>
/// <param name="Reset">Its value after reset.</param>
/// <param name="ReadOnly">Bits that keep their reset value.</param>
/// <param name="Ones">Bits that always read one.</param>
/// <param name="Zeros">Bits that always read zero: those that a chip clears by itself when what they ask for is done.</param>
/// <param name="WriteOneClears">Bits that writing one clears.</param>
/// <param name="Follow">Bits that follow others.</param>
public sealed record ChipRegister(
    string Name, uint Offset, uint Reset, uint ReadOnly, uint Ones, uint Zeros, uint WriteOneClears, ImmutableArray<FollowRule> Follow)
{
    /// <summary>What would have to answer here and is not simulated; null where nothing is missing.</summary>
    public string? Absent { get; init; }

    /// <summary>The register whose bits a write of ones here changes; null for a register of its own.</summary>
    public RegisterDoor? Door { get; init; }

    /// <summary>The table of which a write here sets one entry; null where there is none.</summary>
    public RegisterEntries? Entries { get; init; }
}

/// <summary>A table of registers behind one: a write that names an entry in its own bits goes to that entry as well.</summary>
/// <param name="Number">The bits that name it, from bit 0 on.</param>
/// <param name="First">The first entry, in bytes from the peripheral's first address.</param>
public readonly record struct RegisterEntries(uint Number, uint First);

/// <summary>A register through which bits of another one are changed; it reads as that one.</summary>
/// <param name="Offset">The other one, in bytes from the peripheral's first address.</param>
/// <param name="Kind">What ones do to its bits.</param>
public readonly record struct RegisterDoor(uint Offset, DoorKind Kind);

/// <summary>What ones written to a <see cref="RegisterDoor"/> do.</summary>
public enum DoorKind
{
    /// <summary>Set the bits.</summary>
    Set,

    /// <summary>Clear them.</summary>
    Clear,

    /// <summary>Change them.</summary>
    Toggle,
}

/// <summary>Bits that read as others do: a ready bit follows its enable, a clock switch's status follows the switch.</summary>
/// <param name="To">The bits that follow.</param>
/// <param name="From">The bits that they follow, in the same peripheral.</param>
/// <param name="Kind">How they follow.</param>
public readonly record struct FollowRule(RegisterField To, RegisterField From, FollowKind Kind)
{
    /// <summary>The value of <see cref="To"/> for a value of <see cref="From"/>.</summary>
    public uint Of(uint from) => Kind switch
    {
        FollowKind.Not => ~from,
        FollowKind.OneHot => 1u << (int)from,
        _ => from,
    };
}

/// <summary>How bits follow others.</summary>
public enum FollowKind
{
    /// <summary>They are equal.</summary>
    Same,

    /// <summary>They are the opposite.</summary>
    Not,

    /// <summary>The bit whose number the others hold is one.</summary>
    OneHot,
}

/// <summary>Neighbouring bits of a register.</summary>
/// <param name="Address">The register's address.</param>
/// <param name="Shift">The number of the lowest bit.</param>
/// <param name="Width">How many bits.</param>
public readonly record struct RegisterField(uint Address, int Shift, int Width)
{
    /// <summary>The bits' mask, in place.</summary>
    public uint Mask => (uint)((1ul << Width) - 1) << Shift;

    /// <summary>The field's value in a register's value.</summary>
    public uint Of(uint register) => (register & Mask) >> Shift;
}
