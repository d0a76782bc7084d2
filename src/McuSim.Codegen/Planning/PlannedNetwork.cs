using System.Collections.Immutable;

using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>A plan with what the emitter needs to write it down as C.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Schedule">The steps after the passes.</param>
/// <param name="Calls">The kernel call of each layer.</param>
internal sealed record PlannedNetwork(Plan Plan, Schedule Schedule, ImmutableArray<KernelCall> Calls)
{
    private readonly Dictionary<string, PlannedBuffer> _byName = Plan.Buffers.ToDictionary(b => b.Name);
    private readonly Dictionary<Tensor, PlannedBuffer> _byTensor = Plan.Buffers.Where(b => b.Tensor is not null).ToDictionary(b => b.Tensor!);

    /// <summary>Where a tensor lives, aliases resolved.</summary>
    public PlannedBuffer BufferOf(Tensor tensor) => _byTensor[Schedule.Root(tensor)];

    /// <summary>Where a layer's scratch lives. Throws <see cref="KeyNotFoundException"/> when it has none.</summary>
    public PlannedBuffer ScratchOf(int position) => _byName[LayerNames.Scratch(Schedule, position)];
}
