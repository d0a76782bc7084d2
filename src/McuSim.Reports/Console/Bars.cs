namespace McuSim.Reports;

/// <summary>Bars made of block characters; where colours are missing, each part of a stacked bar has a pattern of its own.</summary>
internal static class Bars
{
    private const string Patterns = "█▓▒▚▞▤";
    private const string PlainPatterns = "#=+%*o";

    /// <summary>A bar for one share of the width; what is there at all takes a character at least.</summary>
    public static Phrase Single(Surface surface, double share, int width, int part = 0)
    {
        share = double.IsFinite(share) ? Math.Clamp(share, 0, 1) : 0;
        int cells = share > 0 ? Math.Max(1, (int)Math.Round(share * width)) : 0;
        return new Phrase(new string(Sign(surface, part), cells), Look.Part(part));
    }

    /// <summary>A bar of parts against a capacity, exactly as long as the width; what is there at all takes a character at least.</summary>
    public static Phrase[] Stacked(Surface surface, IReadOnlyList<long> parts, long capacity, int width)
    {
        int[] cells = Lengths(parts, capacity, width);
        return [.. Parts(surface, cells), new Phrase(new string(Free(surface), width - cells.Sum()), Look.Faint)];
    }

    /// <summary>A bar of parts whose whole is as long as the width; small parts may be too small to see.</summary>
    public static Phrase[] Split(Surface surface, IReadOnlyList<long> parts, int width)
    {
        double whole = Math.Max(1, parts.Sum(p => (double)Math.Max(0, p)));
        int[] cells = new int[parts.Count];
        double sum = 0;
        for (int part = 0, drawn = 0; part < parts.Count; part++)
        {
            sum += Math.Max(0, parts[part]);
            cells[part] = (int)Math.Round(sum / whole * width) - drawn;
            drawn += cells[part];
        }

        return Parts(surface, cells);
    }

    /// <summary>Where something lies in a whole.</summary>
    public static Phrase[] Place(Surface surface, long offset, long bytes, long whole, int width)
    {
        double scale = width / (double)Math.Max(1, whole);
        int first = (int)Math.Clamp(Math.Floor(offset * scale), 0, width - 1);
        int end = (int)Math.Clamp(Math.Round(((double)offset + bytes) * scale), first + 1, width);
        char free = Free(surface);
        return [new(new string(free, first), Look.Faint), new(new string(Sign(surface, 0), end - first), Look.Part(0)), new(new string(free, width - end), Look.Faint)];
    }

    /// <summary>The sign of a part of a stacked bar, for its legend.</summary>
    public static Phrase Legend(Surface surface, int part) => new(Sign(surface, part).ToString(), Look.Part(part));

    /// <summary>Cells per part: in proportion, at least one for what is there at all, together at most the width.</summary>
    internal static int[] Lengths(IReadOnlyList<long> parts, long capacity, int width)
    {
        double whole = Math.Max(Math.Max(1, capacity), parts.Sum(p => (double)Math.Max(0, p)));
        int[] cells = [.. parts.Select(p => p <= 0 ? 0 : Math.Max(1, (int)Math.Round(p / whole * width)))];
        while (cells.Sum() > width) cells[Array.IndexOf(cells, cells.Max())]--;
        return cells;
    }

    private static Phrase[] Parts(Surface surface, int[] cells) =>
        [.. cells.Select((length, part) => new Phrase(new string(Sign(surface, part), length), Look.Part(part)))];

    private static char Free(Surface surface) => !surface.Unicode ? '.' : surface.Colour ? '░' : '·';

    private static char Sign(Surface surface, int part) =>
        !surface.Unicode ? PlainPatterns[part % PlainPatterns.Length] : surface.Colour ? '█' : Patterns[part % Patterns.Length];
}
