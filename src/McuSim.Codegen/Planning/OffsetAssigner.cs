namespace McuSim.Codegen;

/// <summary>
/// Gives every group of buffers an offset so that the arena is small: first fit over several orders, then a bounded search that moves the
/// group at the top to an earlier place in the order. Stops at the liveness bound, below which nothing can go.
/// </summary>
internal static class OffsetAssigner
{
    /// <summary>Pairs of groups looked at in the search; it bounds the time, not the clock, so that equal input gives equal output.</summary>
    private const long SearchBudget = 400_000;

    /// <summary>The best layout found.</summary>
    /// <param name="groups">What to place.</param>
    /// <param name="lowerBound">Stop when the arena is this small.</param>
    public static ArenaLayout Assign(IReadOnlyList<BufferGroup> groups, int lowerBound)
    {
        var fit = new FirstFit(groups);
        int[] bestOrder = [];
        var best = new ArenaLayout(groups, [], int.MaxValue);
        foreach (int[] order in StartingOrders(groups))
        {
            ArenaLayout layout = fit.Place(order);
            if (layout.Bytes >= best.Bytes) continue;
            (best, bestOrder) = (layout, order);
            if (best.Bytes <= lowerBound) return best;
        }

        return Search(fit, best, bestOrder, lowerBound);
    }

    private static IEnumerable<int[]> StartingOrders(IReadOnlyList<BufferGroup> groups)
    {
        int[] all = [.. Enumerable.Range(0, groups.Count)];
        int First(int g) => groups[g].Members.Min(m => m.Buffer.First);
        int Last(int g) => groups[g].Members.Max(m => m.Buffer.Last);
        yield return [.. all.OrderByDescending(g => groups[g].Extent).ThenBy(First)];
        yield return [.. all.OrderByDescending(g => (long)groups[g].Extent * (Last(g) - First(g) + 1)).ThenBy(First)];
        yield return [.. all.OrderByDescending(g => Last(g) - First(g)).ThenByDescending(g => groups[g].Extent)];
        yield return [.. all.OrderBy(First).ThenByDescending(g => groups[g].Extent)];
        yield return [.. all.OrderByDescending(Last).ThenByDescending(g => groups[g].Extent)];
    }

    private static ArenaLayout Search(FirstFit fit, ArenaLayout best, int[] order, int lowerBound)
    {
        int count = order.Length;
        var random = new Random(count);
        long rounds = SearchBudget / Math.Max(1, (long)count * count);
        ArenaLayout current = best;
        for (long round = 0; round < rounds && best.Bytes > lowerBound; round++)
        {
            int[] changed = (int[])order.Clone();
            int from = Array.IndexOf(changed, Highest(current));
            if (from == 0 || random.Next(4) == 0) from = random.Next(count);
            int to = random.Next(count);
            int moved = changed[from];
            if (from < to) Array.Copy(changed, from + 1, changed, from, to - from);
            else Array.Copy(changed, to, changed, to + 1, from - to);
            changed[to] = moved;
            ArenaLayout layout = fit.Place(changed);
            if (layout.Bytes > current.Bytes) continue;
            (current, order) = (layout, changed);
            if (layout.Bytes < best.Bytes) best = layout;
        }

        return best;
    }

    private static int Highest(ArenaLayout layout)
    {
        int highest = 0;
        for (int g = 1; g < layout.Offsets.Length; g++)
        {
            if (layout.Offsets[g] + layout.Groups[g].Extent > layout.Offsets[highest] + layout.Groups[highest].Extent) highest = g;
        }

        return highest;
    }
}
