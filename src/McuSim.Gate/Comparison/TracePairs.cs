using System.Collections.Immutable;

namespace McuSim.Gate;

/// <summary>Which traces of two sets belong together.</summary>
/// <param name="Comparisons">Those on both sides, in the order of the second.</param>
/// <param name="OnlyBefore">Titles of those that are gone.</param>
/// <param name="OnlyAfter">Titles of those that are new.</param>
public sealed record TracePairs(ImmutableArray<TraceDifference> Comparisons, ImmutableArray<string> OnlyBefore, ImmutableArray<string> OnlyAfter)
{
    /// <summary>Pairs by name and board; of two single traces by being alone, and on a board by being alone there.</summary>
    public static TracePairs Of(IReadOnlyList<Trace> before, IReadOnlyList<Trace> after)
    {
        var left = before.ToList();
        var pairs = ImmutableArray.CreateBuilder<TraceDifference>();
        var news = ImmutableArray.CreateBuilder<string>();
        foreach (Trace now in after)
        {
            Trace? was = left.Find(t => t.Name == now.Name && t.Board == now.Board)
                ?? (before.Count == 1 && after.Count == 1 ? before[0] : null)
                ?? (before.Count(t => t.Board == now.Board) == 1 && after.Count(t => t.Board == now.Board) == 1 ? left.Find(t => t.Board == now.Board) : null);
            if (was is null)
            {
                news.Add(Title(now));
                continue;
            }

            left.Remove(was);
            pairs.Add(new(was, now));
        }

        return new(pairs.ToImmutable(), [.. left.Select(Title)], news.ToImmutable());
    }

    internal static string Title(Trace trace) => trace.Board.Length == 0 ? trace.Name : $"{trace.Name} on {trace.Board}";
}
