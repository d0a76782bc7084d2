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
        CoreKind.CortexM0 => new InOrderPipeline(CortexM0.Table(board.Core.MultiplyCycles)),
        CoreKind.CortexM0Plus => new InOrderPipeline(CortexM0.PlusTable(board.Core.MultiplyCycles)),
        CoreKind.CortexM3 => new InOrderPipeline(CortexM3.Table with { CodeBusOffset = board.Core.LateOffsetCycles }),
        CoreKind.CortexM4 => new InOrderPipeline(CortexM4.Table with { CodeBusOffset = board.Core.LateOffsetCycles }),
        CoreKind.CortexM7 => new DualIssuePipeline(CortexM7.Table),
        CoreKind.CortexM33 => new InOrderPipeline(CortexM33.Table),
        _ => throw McuSimException.BadInput(
            $"Board {board.Name} has a core of kind {board.Core.Kind}, for which there is no timing table; use a board with another core."),
    };
}
