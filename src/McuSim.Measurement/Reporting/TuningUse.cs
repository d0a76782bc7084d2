using System.Collections.Immutable;

using McuSim.Codegen;

namespace McuSim.Measurement;

/// <summary>Kernels that were measured on the board.</summary>
/// <param name="Layers">The layers that several kernels could compute, in execution order.</param>
public sealed record TuningUse(ImmutableArray<TunedLayer> Layers)
{
    /// <summary>What measurements said, or null where nothing was measured.</summary>
    internal static TuningUse? Of(MeasurementRequest request) =>
        request.Options.Costs is null ? null : new(KernelTuning.Winners(request.Model, request.Board.Core, request.Options));

    /// <summary>Layers whose fastest kernel is not the one that the estimates prefer.</summary>
    public int Changed() => Layers.Count(l => l.Kernel != l.EstimatedKernel || l.Cycles != l.EstimatedKernelCycles);

    /// <summary>Cycles that the fastest kernels save over the ones that the estimates prefer.</summary>
    public long SavedCycles() => Layers.Sum(l => l.EstimatedKernelCycles - l.Cycles);
}
