using System.Collections.Immutable;

using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>A plan with what the emitter needs to write it down as C.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Schedule">The steps after the passes.</param>
/// <param name="Calls">The kernel call of each layer.</param>
/// <param name="Units">What runs as one.</param>
internal sealed record PlannedNetwork(Plan Plan, Schedule Schedule, ImmutableArray<KernelCall> Calls, ImmutableArray<Unit> Units)
{
    private readonly Dictionary<string, PlannedBuffer> _byName = Plan.Buffers.ToDictionary(b => b.Name);
    private readonly Dictionary<Tensor, PlannedBuffer> _byTensor = Plan.Buffers.Where(b => b.Tensor is not null).ToDictionary(b => b.Tensor!);

    /// <summary>How much of the engine is used.</summary>
    public EngineStage Stage { get; init; } = EngineStage.Streamed;

    /// <summary>Where a tensor lives, aliases resolved.</summary>
    public PlannedBuffer BufferOf(Tensor tensor) => _byTensor[Schedule.Root(tensor)];

    /// <summary>Where the scratch of a layer's unit lives. Throws <see cref="KeyNotFoundException"/> when it has none.</summary>
    public PlannedBuffer ScratchOf(int position) => _byName[UnitOf(position).ScratchName(Schedule)];

    /// <summary>The unit that a layer belongs to.</summary>
    public Unit UnitOf(int position) => Units.First(u => position <= u.Last);
}
