using McuSim.Boards;
using McuSim.Common;
using McuSim.Timing.Scheduling;

namespace McuSim.Timing.Cores;

/// <summary>Finds the pipeline of a board's core.</summary>
internal static class CoreTables
{
    /// <summary>The pipeline of a board's core.</summary>
    /// <exception cref="McuSimException">There is no timing table for the core.</exception>
    public static Pipeline PipelineOf(Board board) => board.Core.Kind switch
    {
        CoreKind.CortexM4 => new InOrderPipeline(CortexM4.Table),
        CoreKind.CortexM7 => new DualIssuePipeline(CortexM7.Table),
        _ => throw McuSimException.BadInput(
            $"Board {board.Name} has a core of kind {board.Core.Kind}, for which there is no timing table; use a board with one of {string.Join(", ", Known)}."),
    };

    /// <summary>The cores that have a table.</summary>
    public static IReadOnlyList<CoreKind> Known { get; } = [CoreKind.CortexM4, CoreKind.CortexM7];
}
