using System.Collections.Immutable;

namespace McuSim.Boards;

/// <summary>Which region holds what in generated firmware.</summary>
/// <param name="Code">The region of code and constants.</param>
/// <param name="Stack">The region of stack and static data; the stack lies at its start, so that an overflow leaves the memory instead of reaching data.</param>
/// <param name="Arena">Candidates for the arena in order of preference; each is one region, or several that follow one another without a gap.</param>
public sealed record Placement(string Code, string Stack, ImmutableArray<ImmutableArray<string>> Arena);

/// <summary>What the board draws while it computes, for an energy estimate.</summary>
/// <param name="Volts">Supply voltage.</param>
/// <param name="RunMilliamperes">Typical supply current in run mode at the board's clock, from flash, peripherals off.</param>
public sealed record Supply(double Volts, double RunMilliamperes);
