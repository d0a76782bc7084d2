namespace McuSim.Measurement.Search;

/// <summary>What a network may take besides having room on the board. Null is no further limit.</summary>
/// <param name="SramBytes">Arena and reserved stack.</param>
/// <param name="FlashBytes">Code and constants.</param>
/// <param name="Milliseconds">Latency at the board's clock.</param>
public sealed record SearchLimits(long? SramBytes = null, long? FlashBytes = null, double? Milliseconds = null);
