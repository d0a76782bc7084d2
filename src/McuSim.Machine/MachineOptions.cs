namespace McuSim.Machine;

/// <summary>How a machine is set up.</summary>
public sealed record MachineOptions
{
    /// <summary>Every access recorded.</summary>
    public static MachineOptions Default { get; } = new();

    /// <summary>Which memory accesses reach the observers. Fixed for the machine's life, because the engine compiles it into the translated code.</summary>
    public RecordedAccesses Accesses { get; init; } = RecordedAccesses.All;
}
