using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>Every pass, in order. None changes an output bit.</summary>
internal static class GraphPasses
{
    /// <summary>Takes a graph to the steps that become layers.</summary>
    public static Schedule Run(Graph graph, BuildOptions options)
    {
        Schedule schedule = Schedule.Of(graph);
        schedule = AliasReshapes.Run(schedule);
        if (options.Stage < EngineStage.Generated) return PlaceStores.Run(DropUnusedSteps.Run(schedule));
        schedule = DropExactQuantization.Run(schedule);
        schedule = FusePadding.Run(schedule);
        schedule = FuseRelu.Run(schedule);
        if (options.Stage >= EngineStage.Specialised) schedule = DepthwiseWithMultiplier.Run(schedule);
        schedule = DropUnusedSteps.Run(schedule);
        if (options.PruneChannels && !schedule.Steps.Any(s => AsymmetricWeights.Has(s.Operator))) schedule = PruneChannels.Run(schedule);
        return PlaceStores.Run(DropUnusedSteps.Run(FoldChannelMoves.Run(schedule)));
    }
}
