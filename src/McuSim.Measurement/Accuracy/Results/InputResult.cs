namespace McuSim.Measurement;

/// <summary>What came of one input of an evaluation.</summary>
/// <param name="Position">Its number in the dataset's order.</param>
/// <param name="File">Its name.</param>
/// <param name="Label">The right class.</param>
/// <param name="Cycles">Core cycles; null where nothing is timed.</param>
/// <param name="Outputs">The bytes of every output; null for a damaged input.</param>
/// <param name="Reference">The bytes of the first output as the reference interpreter computes it; null where it was not asked.</param>
/// <param name="Broken">What is wrong with a damaged input, or null.</param>
internal sealed record InputResult(int Position, string File, int Label, long? Cycles, byte[][]? Outputs, byte[]? Reference, string? Broken);
