using System.Collections.Immutable;

using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>What it takes to run an operator with a certain kernel.</summary>
/// <param name="Cost">An estimate in core cycles; only its rank among the offers for one operator matters.</param>
/// <param name="ScratchBytes">Working memory in the arena during the layer.</param>
/// <param name="Overlaps">How the output may share bytes with an input that nobody reads later; best first.</param>
internal sealed record KernelOffer(long Cost, int ScratchBytes = 0, ImmutableArray<Overlap> Overlaps = default)
{
    /// <summary>Never the default value.</summary>
    public ImmutableArray<Overlap> Overlaps { get; init; } = Overlaps.IsDefault ? [] : Overlaps;

    /// <summary>
    /// Whether the call can compute some rows of the output from some rows of the inputs, as a stream does. Then the fields of its structure
    /// that depend on the numbers of rows are those of <see cref="RowFields"/>, and the kernel takes them at run time.
    /// </summary>
    public bool ByRows { get; init; }
}

/// <summary>The output may lie <paramref name="Delta"/> bytes after the first byte of <paramref name="Input"/> while that is read.</summary>
/// <param name="Input">One of the operator's activations.</param>
/// <param name="Delta">0: at the same address. A multiple of 4; negative: before it.</param>
/// <param name="Order">In which order the kernel reads and writes; null: in the usual order of operators of its kind.</param>
internal readonly record struct Overlap(Tensor Input, int Delta = 0, AccessOrder? Order = null);
