using System.Collections.Immutable;

using McuSim.Common;

namespace McuSim.Gate;

/// <summary>Finds the commit that broke a limit: deterministic figures need one run per commit, and half of the commits are left out at every step.</summary>
/// <param name="repository">The repository that holds the budget file.</param>
/// <param name="file">The budget file's path from the repository's top.</param>
/// <param name="choose">Which cases of a budget count.</param>
/// <param name="options">How to measure.</param>
/// <param name="prepare">Run in every commit's folder before it is measured (a build), or null.</param>
public sealed class Bisection(GitRepository repository, string file, Func<Budget, Budget> choose, CheckOptions options, Action<string, CancellationToken>? prepare)
{
    /// <summary>Searches.</summary>
    /// <param name="good">A commit that kept the limits; its figures are the baseline.</param>
    /// <param name="bad">A later one that breaks them.</param>
    /// <param name="log">Told a line per commit.</param>
    /// <param name="cancellation">Stops the search.</param>
    /// <exception cref="McuSimException">A commit is unknown, the order is wrong, or the later commit breaks nothing.</exception>
    public BisectResult Run(string good, string bad, Action<string> log, CancellationToken cancellation = default)
    {
        string from = Resolve(good), to = Resolve(bad);
        if (from == to || !repository.IsAncestor(from, to, cancellation)) throw McuSimException.BadInput($"{good} does not come before {bad}: name an earlier commit first.");
        List<string> commits = [from, .. repository.Between(from, to, cancellation)];
        Budget limits = BudgetAt(to, cancellation, out ImmutableArray<Trace?> worst);
        Budget asked = limits with { Cases = [.. limits.Cases.Where((_, i) => worst[i] is not null)] };
        ImmutableArray<Trace?> start = TracesAt(from, asked, cancellation);
        var measured = new Dictionary<int, ImmutableArray<Trace?>> { [0] = start, [commits.Count - 1] = [.. worst.Where(t => t is not null)] };
        if (Broken(asked, start, measured[commits.Count - 1]) is null)
            throw McuSimException.BadInput($"{bad} keeps every limit when {good} is the baseline, so there is nothing to find.");
        log($"good  {repository.Describe(from, cancellation)}");
        log($"bad   {repository.Describe(to, cancellation)}");

        int low = 0, high = commits.Count - 1;
        var skipped = new SortedSet<int>();
        while (high - low > 1)
        {
            int? middle = Enumerable.Range(low + 1, high - low - 1).Where(i => !skipped.Contains(i)).OrderBy(i => Math.Abs(i - ((low + high) / 2))).Cast<int?>().FirstOrDefault();
            if (middle is not { } at) break;
            measured[at] = TracesAt(commits[at], asked, cancellation);
            if (measured[at].All(t => t is null))
            {
                skipped.Add(at);
                log($"skip  {repository.Describe(commits[at], cancellation)} (it cannot be measured)");
                continue;
            }

            bool broken = Broken(asked, start, measured[at]) is not null;
            log($"{(broken ? "bad  " : "good ")} {repository.Describe(commits[at], cancellation)}");
            if (broken) high = at;
            else low = at;
        }

        return new(
            commits[high], repository.Describe(commits[high], cancellation), [.. skipped.Where(i => i > low && i < high).Select(i => commits[i])],
            Broken(asked, start, measured[high])!, Pairs(asked, measured[low], measured[high]));
    }

    private string Resolve(string revision) => repository.Commit(revision) ?? throw McuSimException.BadInput($"There is no commit '{revision}'.");

    private Budget BudgetAt(string commit, CancellationToken cancellation, out ImmutableArray<Trace?> traces)
    {
        using CheckedOut tree = repository.CheckOut(commit, cancellation);
        prepare?.Invoke(tree.Folder, cancellation);
        Budget budget = choose(BudgetReader.ReadFile(Path.Combine(tree.Folder, file)));
        Measured[] results = Checker.Measure(budget.Cases, options, cancellation);
        if (results.All(r => r.Trace is null)) throw results[0].Problem!;
        traces = [.. results.Select(r => r.Trace)];
        return budget;
    }

    /// <summary>The traces of the asked cases at a commit; null for those that it does not have or that cannot be measured.</summary>
    private ImmutableArray<Trace?> TracesAt(string commit, Budget asked, CancellationToken cancellation)
    {
        using CheckedOut tree = repository.CheckOut(commit, cancellation);
        try
        {
            prepare?.Invoke(tree.Folder, cancellation);
            Budget own = choose(BudgetReader.ReadFile(Path.Combine(tree.Folder, file)));
            BudgetCase?[] cases = [.. asked.Cases.Select(a => own.Cases.FirstOrDefault(c => c.Name == a.Name && c.BoardName == a.BoardName))];
            Measured[] results = Checker.Measure([.. cases.OfType<BudgetCase>()], options, cancellation);
            int next = 0;
            return [.. cases.Select(c => c is null ? null : results[next++].Trace)];
        }
        catch (McuSimException)
        {
            return [.. asked.Cases.Select(_ => (Trace?)null)];
        }
    }

    /// <summary>The first limit that is broken when the good commit is the baseline, as a sentence with its case; null when all are kept.</summary>
    private static string? Broken(Budget asked, ImmutableArray<Trace?> start, ImmutableArray<Trace?> now)
    {
        for (int i = 0; i < asked.Cases.Length; i++)
        {
            if (now[i] is not { } trace || start[i] is not { } baseline) continue;
            TraceDifference comparison = new(baseline, trace);
            LimitResult? broken = Judged(asked.Cases[i], comparison).FirstOrDefault(l => !l.Kept);
            if (broken is not null) return $"{asked.Cases[i].Title}: {broken.Sentence}";
        }

        return null;
    }

    /// <summary>The limits whose metrics there were at that commit.</summary>
    private static ImmutableArray<LimitResult> Judged(BudgetCase asked, TraceDifference comparison) =>
        Judge.Of(asked with { Limits = [.. asked.Limits.Select(l => l with { IsGeneral = true })] }, comparison.After, comparison);

    private static TracePairs Pairs(Budget asked, ImmutableArray<Trace?> before, ImmutableArray<Trace?> after) => TracePairs.Of(
        [.. before.OfType<Trace>()], [.. after.Where((t, i) => t is not null && before[i] is not null).OfType<Trace>()]);
}

/// <summary>What a search found.</summary>
/// <param name="Commit">The first commit that breaks a limit.</param>
/// <param name="Description">It in one line.</param>
/// <param name="Unclear">Commits just before it that could not be measured, any of which may be the one.</param>
/// <param name="Broken">The limit.</param>
/// <param name="Change">What it changed against the commit before.</param>
public sealed record BisectResult(string Commit, string Description, ImmutableArray<string> Unclear, string Broken, TracePairs Change);
