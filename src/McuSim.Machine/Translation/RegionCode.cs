using System.Collections.Immutable;

namespace McuSim.Machine.Translation;

/// <summary>Some blocks that branch to one another, as one piece of the host's code. It belongs to no machine.</summary>
/// <param name="Blocks">The blocks; their numbers are <see cref="TranslatedState.Entry"/>.</param>
/// <param name="Code">The code.</param>
/// <param name="UsesFloat">Whether it uses the floating-point unit's registers.</param>
internal sealed record RegionCode(ImmutableArray<TranslatedBlock> Blocks, TranslatedCode Code, bool UsesFloat);
