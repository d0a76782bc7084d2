namespace McuSim.Codegen;

/// <summary>What the generator should favour.</summary>
public enum OptimizationGoal
{
    /// <summary>The fewest cycles; memory as far as it costs no time.</summary>
    Speed,

    /// <summary>Memory where it costs at most a tenth of the time.</summary>
    Balanced,

    /// <summary>The least memory.</summary>
    Memory,
}

/// <summary>What the user can choose about generation.</summary>
/// <param name="Goal">What to favour.</param>
/// <param name="StackBytes">Stack reserved in the firmware.</param>
/// <param name="PruneChannels">Whether channels that no output depends on are removed; it changes no output, but the number of multiply-accumulates.</param>
/// <param name="WideWeights">Whether flash has room for kernels that keep weights in more bytes (<see cref="FirmwareGenerator.OptionsFor"/>).</param>
/// <param name="Tune">Whether kernels are to be measured on the board before they are chosen.</param>
/// <param name="Costs">What was measured, or null.</param>
public sealed record BuildOptions(
    OptimizationGoal Goal = OptimizationGoal.Balanced, int StackBytes = 2048, bool PruneChannels = true, bool WideWeights = false, bool Tune = false, KernelCosts? Costs = null)
{
    /// <summary>The board's places for the arena, or null where one is as fast as the other (<see cref="FirmwareGenerator.OptionsFor"/>).</summary>
    public ArenaPlaces? Places { get; init; }

    /// <summary>How much of the engine is used; all of it but in an ablation.</summary>
    public EngineStage Stage { get; init; } = EngineStage.Streamed;
}
