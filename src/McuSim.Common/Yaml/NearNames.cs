namespace McuSim.Common.Yaml;

/// <summary>Finds the names that somebody may have meant.</summary>
internal static class NearNames
{
    /// <summary>Up to three of <paramref name="names"/> that are near <paramref name="wrong"/>, nearest first, then in ordinal order.</summary>
    public static IReadOnlyList<string> Find(string wrong, IEnumerable<string> names)
    {
        if (wrong.Length > 64)
            return [];
        string lower = wrong.ToLowerInvariant();
        int limit = Math.Max(2, lower.Length / 3);
        return [.. names
            .Select(name => (name, distance: Contains(name, lower) ? 1 : Distance(name, lower)))
            .Where(c => c.distance <= limit)
            .OrderBy(c => c.distance).ThenBy(c => c.name, StringComparer.Ordinal)
            .Take(3).Select(c => c.name)];
    }

    /// <summary>The nearest name as the end of a message (<c>; did you mean "..."?</c>), or nothing.</summary>
    public static string Hint(string wrong, IEnumerable<string> names) =>
        Find(wrong, names) is [string nearest, ..] ? $"; did you mean \"{nearest}\"?" : ".";

    private static bool Contains(string name, string part) =>
        part.Length >= 3 && (name.Contains(part, StringComparison.Ordinal) || part.Contains(name, StringComparison.Ordinal));

    /// <summary>Levenshtein distance: the fewest insertions, deletions and substitutions of one character.</summary>
    private static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.Length];
    }
}
