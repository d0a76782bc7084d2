using McuSim.Measurement;

namespace McuSim.Reports;

/// <summary>What a latency rests on, in words.</summary>
internal static class TrustText
{
    private const int MostBoards = 3;

    /// <summary>The interval, and the comparisons behind it.</summary>
    public static string Of(Surface surface, LatencyTrust trust)
    {
        string high = trust.HighMilliseconds is { } end ? $"{Figures.Milliseconds(trust.LowMilliseconds)}{surface.To}{Figures.Milliseconds(end)}" : $"from {Figures.Milliseconds(trust.LowMilliseconds)}";
        string boards = string.Join(", ", trust.Boards.Take(MostBoards).Select(b => SafeText.Of(b, 32))) + (trust.Boards.Length > MostBoards ? " ..." : "");
        string basis = trust.Tier switch
        {
            "chip" => $"compared with {Figures.Count(trust.Points)} published figures on this chip",
            "similar" => $"compared with {Figures.Count(trust.Points)} published figures on chips with this core and kind of memory ({boards})",
            _ => "from documents alone: no published figure was compared for such a core and memory",
        };
        return $"{high}; {basis}";
    }
}
