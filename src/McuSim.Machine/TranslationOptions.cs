namespace McuSim.Machine;

/// <summary>When code that runs often is translated for the host's processor instead of being left to the engine. What the program does, and every event, is the same.</summary>
/// <param name="Threshold">How often a block must be met in samples of the execution; 0 translates whatever was executed once.</param>
/// <param name="Waits">Whether the program waits for a translation. Otherwise the engine goes on while another thread translates.</param>
public sealed record TranslationOptions(int Threshold = 300, bool Waits = false)
{
    /// <summary>What runs often, translated by another thread.</summary>
    public static TranslationOptions Default { get; } = new();

    /// <summary>Nothing: the engine executes everything.</summary>
    public static TranslationOptions None { get; } = new(Threshold: int.MaxValue);
}
