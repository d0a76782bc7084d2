using System.Collections.Immutable;

using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>What runs as one: a layer, or a run of layers that streams.</summary>
/// <param name="First">Position of its first layer.</param>
/// <param name="Last">Position of its last layer.</param>
/// <param name="Kernels">The kernel of each layer.</param>
/// <param name="ScratchBytes">Working memory.</param>
/// <param name="Overlap">How its output shares bytes with an input, or null.</param>
/// <param name="Stream">How it streams; null for a single layer.</param>
/// <param name="Cost">An estimate in core cycles.</param>
internal sealed record Unit(int First, int Last, ImmutableArray<Kernel> Kernels, int ScratchBytes, Overlap? Overlap, StreamOffer? Stream, long Cost)
{
    /// <summary>Its name, a C identifier: the layer's, or <c>stream_03_to_06</c>.</summary>
    public string Name(Schedule schedule) =>
        Stream is null ? LayerNames.Layer(schedule, First) : $"stream_{LayerNames.Number(schedule, First)}_to_{LayerNames.Number(schedule, Last)}";

    /// <summary>The name of its scratch.</summary>
    public string ScratchName(Schedule schedule) => Name(schedule) + "/scratch";

    /// <summary>The operator that the kernel of a layer is called for.</summary>
    public Operator Called(Schedule schedule, int position) => Stream is null ? schedule.Steps[position].Operator : Stream.Bands[position - First];
}
