using System.Collections.Immutable;

namespace McuSim.Measurement;

/// <summary>How far a latency can be trusted: the interval that holds nine of ten boards' figures, as recorded comparisons go (docs/accuracy.md).</summary>
/// <param name="Tier">chip: compared with published figures on this chip; similar: on chips with the same core and kind of memory; table: on documents alone.</param>
/// <param name="Percent">Half the interval's width, in percent.</param>
/// <param name="LowMilliseconds">Its lower end.</param>
/// <param name="HighMilliseconds">Its upper end; null for none.</param>
/// <param name="Points">Comparisons that it rests on.</param>
/// <param name="Boards">The boards that they were made on.</param>
public sealed record LatencyTrust(
    string Tier, double Percent, double LowMilliseconds, double? HighMilliseconds, int Points, ImmutableArray<string> Boards);
