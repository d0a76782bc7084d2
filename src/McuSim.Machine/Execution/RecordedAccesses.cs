using System.Collections.Immutable;

namespace McuSim.Machine;

/// <summary>Which memory accesses reach the observers; blocks always do. Recording accesses costs about half of the speed.</summary>
/// <param name="Ranges">The address ranges to record; empty for none.</param>
public sealed record RecordedAccesses(ImmutableArray<AddressRange> Ranges)
{
    /// <summary>Blocks only.</summary>
    public static RecordedAccesses None { get; } = new(ImmutableArray<AddressRange>.Empty);

    /// <summary>Every access.</summary>
    public static RecordedAccesses All { get; } = new([new AddressRange(0, uint.MaxValue)]);

    /// <summary>Whether every access is recorded.</summary>
    public bool Everything => Ranges is [{ First: 0, Last: uint.MaxValue }];
}

/// <summary>A range of addresses.</summary>
/// <param name="First">The first address.</param>
/// <param name="Last">The last address, inclusive.</param>
public readonly record struct AddressRange(uint First, uint Last);
