using System.Collections.Immutable;

using McuSim.Common;

namespace McuSim.Gate;

/// <summary>Runs the cases of a budget side by side and holds them against their limits.</summary>
public static class Checker
{
    /// <summary>Checks a budget.</summary>
    /// <param name="budget">What to check.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellation">Stops the check.</param>
    /// <returns>The same for the same files, whatever the number of workers.</returns>
    /// <exception cref="McuSimException">A baseline cannot be read, or a limit for all names what none has (exit code 2).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static CheckResult Run(Budget budget, CheckOptions options, CancellationToken cancellation = default)
    {
        Trace?[] baselines = [.. budget.Cases.Select(c => Baseline(budget, c, options))];
        Measured[] measured = Measure(budget.Cases, options, cancellation);
        var cases = ImmutableArray.CreateBuilder<CaseResult>(budget.Cases.Length);
        for (int i = 0; i < budget.Cases.Length; i++) cases.Add(Judged(budget.Cases[i], measured[i], baselines[i]));
        CheckResult result = new(budget, cases.MoveToImmutable());
        RequireUse(result);
        return result;
    }

    /// <summary>Measures cases side by side.</summary>
    internal static Measured[] Measure(
        ImmutableArray<BudgetCase> cases, CheckOptions options, CancellationToken cancellation)
    {
        var runner = new CaseRunner(options.UseCache, options.Reports, options.WithReports);
        var results = new Measured[cases.Length];
        int done = 0;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Workers, CancellationToken = cancellation };
        Parallel.For(0, cases.Length, parallel, i =>
        {
            options.Progress?.Invoke(Volatile.Read(ref done), cases.Length, cases[i].Title);
            try
            {
                (Trace trace, CaseReport? report, bool cached) = runner.Run(cases[i], Math.Max(1, options.Workers / cases.Length), cancellation);
                results[i] = new(trace, report, null, cached);
            }
            catch (McuSimException e)
            {
                results[i] = new(null, null, e, false);
            }

            options.Progress?.Invoke(Interlocked.Increment(ref done), cases.Length, cases[i].Title);
        });
        return results;
    }

    private static Trace? Baseline(Budget budget, BudgetCase of, CheckOptions options)
    {
        if (options.Baseline is { } given) return given(of);
        string path = budget.TracePath(of);
        return File.Exists(path) ? TraceReader.ReadFile(path) : null;
    }

    private static CaseResult Judged(BudgetCase budgetCase, Measured measured, Trace? baseline)
    {
        if (measured.Trace is not { } trace) return new(budgetCase, null, null, null, [], measured.Problem, false);
        TraceDifference? comparison = baseline is null ? null : new(baseline, trace);
        try
        {
            return new(budgetCase, trace, measured.Report, comparison, Judge.Of(budgetCase, trace, comparison), null, measured.Cached);
        }
        catch (McuSimException e)
        {
            return new(budgetCase, trace, measured.Report, comparison, [], e, measured.Cached);
        }
    }

    /// <summary>A limit for the whole file that no case has is a mistake.</summary>
    private static void RequireUse(CheckResult result)
    {
        if (result.Cases.Any(c => c.Problem is not null || c.Trace is { IsMisfit: true })) return;
        var used = result.Cases.SelectMany(c => c.Limits).Select(l => l.Limit).ToHashSet();
        Limit? unused = result.Cases.SelectMany(c => c.Case.Limits).FirstOrDefault(l => l.IsGeneral && !used.Contains(l));
        if (unused is not null) throw Judge.Missing(unused, "no case", result.Cases[0].Trace?.Metrics);
    }
}

/// <summary>How to check.</summary>
/// <param name="Workers">Cases at a time, at least 1.</param>
/// <param name="UseCache">Whether figures of earlier runs count for what has not changed.</param>
/// <param name="Progress">Told how many of how many cases are done and which is under way, from any thread; or null.</param>
/// <param name="Baseline">Gives the baselines; null for the files of the budget's folder.</param>
/// <param name="Reports">Where whole reports are kept beside the cache; null to keep none.</param>
/// <param name="WithReports">Whether the result has whole reports, which needs <paramref name="Reports"/> for what is not measured anew.</param>
public sealed record CheckOptions(
    int Workers, bool UseCache = true, Action<int, int, string>? Progress = null, Func<BudgetCase, Trace?>? Baseline = null,
    IReportStore? Reports = null, bool WithReports = false);

/// <summary>What came of one case before it is judged.</summary>
internal readonly record struct Measured(Trace? Trace, CaseReport? Report, McuSimException? Problem, bool Cached);
