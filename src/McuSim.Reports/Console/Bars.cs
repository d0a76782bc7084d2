namespace McuSim.Reports;

/// <summary>Bars made of block characters; where colours are missing, each part of a stacked bar has a pattern of its own.</summary>
internal static class Bars
{
    private const string Eighths = "▏▎▍▌▋▊▉█";
    private const string Patterns = "█▓▒▚▞▤";
    private const string PlainPatterns = "#=+%*o";

    /// <summary>A bar for one share, as long as the share needs.</summary>
    public static Phrase Single(Surface surface, double share, int width)
    {
        share = double.IsFinite(share) ? Math.Clamp(share, 0, 1) : 0;
        if (!surface.Unicode) return new Phrase(new string('#', (int)Math.Round(share * width)), Look.Time);
        int eighths = (int)Math.Round(share * width * 8);
        if (share > 0) eighths = Math.Max(1, eighths);
        return new Phrase(new string('█', eighths / 8) + (eighths % 8 == 0 ? "" : Eighths[(eighths % 8) - 1].ToString()), Look.Time);
    }

    /// <summary>A bar of parts against a capacity, exactly as long as the width.</summary>
    public static Phrase[] Stacked(Surface surface, IReadOnlyList<long> parts, long capacity, int width)
    {
        int[] cells = Lengths(parts, capacity, width);
        return
        [
            .. cells.Select((length, part) => new Phrase(new string(Sign(surface, part), length), Look.Part(part))),
            new Phrase(new string(Free(surface), width - cells.Sum()), Look.Faint),
        ];
    }

    /// <summary>The sign of a part of a stacked bar, for its legend.</summary>
    public static Phrase Legend(Surface surface, int part) => new(Sign(surface, part).ToString(), Look.Part(part));

    /// <summary>The sign of what is free in a stacked bar.</summary>
    public static char Free(Surface surface) => !surface.Unicode ? '.' : surface.Colour ? '░' : '·';

    /// <summary>Where something lies in a whole: a bar with its first and last cell at their places.</summary>
    public static Phrase[] Place(Surface surface, long offset, long bytes, long whole, int width)
    {
        whole = Math.Max(1, whole);
        int first = (int)Math.Clamp(Math.Floor((double)offset / whole * width), 0, width - 1);
        int end = (int)Math.Clamp(Math.Round(((double)offset + bytes) / whole * width), first + 1, width);
        string free = Free(surface).ToString();
        return
        [
            new(new string(free[0], first), Look.Faint), new(new string(surface.Unicode ? '█' : '#', end - first), Look.Part(0)),
            new(new string(free[0], width - end), Look.Faint),
        ];
    }

    /// <summary>Cells per part: in proportion, at least one for what is there at all, together at most the width.</summary>
    internal static int[] Lengths(IReadOnlyList<long> parts, long capacity, int width)
    {
        double whole = Math.Max(Math.Max(1, capacity), parts.Sum(p => (double)Math.Max(0, p)));
        int[] cells = [.. parts.Select(p => p <= 0 ? 0 : Math.Max(1, (int)Math.Round(p / whole * width)))];
        while (cells.Sum() > width) cells[Array.IndexOf(cells, cells.Max())]--;
        return cells;
    }

    private static char Sign(Surface surface, int part) =>
        !surface.Unicode ? PlainPatterns[part % PlainPatterns.Length] : surface.Colour ? '█' : Patterns[part % Patterns.Length];
}
