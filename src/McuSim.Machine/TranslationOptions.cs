namespace McuSim.Machine;

/// <summary>When code that runs often is translated for the host's processor instead of being left to the engine. What the program does, and every event, is the same.</summary>
/// <param name="Threshold">How often a block must be met in samples of the execution; 0 translates whatever was executed once.</param>
/// <param name="Patience">After how many instructions in the engine translating begins (where only blocks are events, twice as many): what ends before that would not win back what translating takes. Counts from the machine's making; without a threshold it is 0.</param>
/// <param name="Waits">Whether the program waits for a translation. Otherwise the engine goes on while another thread translates.</param>
public sealed record TranslationOptions(int Threshold = 300, bool Waits = false, long Patience = 4_000_000)
{
    /// <summary>What runs often, translated by another thread.</summary>
    public static TranslationOptions Default { get; } = new();

    /// <summary>Nothing: the engine executes everything.</summary>
    public static TranslationOptions None { get; } = new(Threshold: int.MaxValue);
}
