using System.Collections.Immutable;

namespace McuSim.Codegen;

/// <summary>
/// Divides the layers into units. Given a budget of live bytes, the units are those that together cost the least, each within the budget; the
/// goal decides the budget.
/// </summary>
internal sealed class UnitSelector
{
    /// <summary>How much slower than the fastest plan a goal may be, by estimate.</summary>
    private const double Balanced = 1.08, Memory = 1.36;

    /// <summary>How many more bytes than the fewest may be taken where that is faster.</summary>
    private const double Slack = 1.0 / 64;

    // By the position of the first layer.
    private readonly ImmutableArray<ImmutableArray<UnitOption>> _options;

    /// <summary>Lists the ways to run the layers.</summary>
    /// <param name="schedule">The steps.</param>
    /// <param name="lifetimes">Of their tensors.</param>
    /// <param name="context">What kernels depend on.</param>
    /// <param name="streamed">Whether layers may stream.</param>
    public UnitSelector(Schedule schedule, Lifetimes lifetimes, KernelContext context, bool streamed)
    {
        var options = new UnitOptions(schedule, lifetimes);
        var streams = new StreamOffers(schedule, context);
        UnitOption[][] singles = [.. Enumerable.Range(0, schedule.Steps.Length).Select(position => options.Single(position, context).ToArray())];
        long[] apart = [.. singles.Select(s => s.Min(o => o.Cost))];
        _options = [.. singles.Select((s, position) => Sorted([.. s, .. streamed ? options.Streams(position, streams, p => apart[p]) : []]))];
    }

    /// <summary>The budget of a goal: the fewest bytes for which the estimated cycles are as wanted, or a few more where that is faster.</summary>
    public long Budget(OptimizationGoal goal)
    {
        long[] budgets = [.. _options.SelectMany(o => o).Select(o => o.Bytes).Append(0).Distinct().Order()];
        double wanted = Cost(budgets[^1]) * (goal switch { OptimizationGoal.Speed => 1, OptimizationGoal.Balanced => Balanced, _ => Memory });
        int least = Least(budgets, 0, budgets.Length - 1, wanted);
        if (goal == OptimizationGoal.Speed) return budgets[least];
        // What the last few bytes would cost in cycles is not worth them.
        int most = Array.FindLastIndex(budgets, b => b <= budgets[least] * (1 + Slack));
        return budgets[Least(budgets, least, most, Cost(budgets[most]))];
    }

    /// <summary>The fewest bytes, within a limit, for which the estimated cycles are the fewest within that limit; null where nothing is.</summary>
    public long? BudgetWithin(long limit)
    {
        long[] budgets = [.. _options.SelectMany(o => o).Select(o => o.Bytes).Where(b => b <= limit).Append(0).Distinct().Order()];
        double fewest = Cost(budgets[^1]);
        return double.IsFinite(fewest) ? budgets[Least(budgets, 0, budgets.Length - 1, fewest)] : null;
    }

    /// <summary>The place of the least budget, of those from low to high, with which the cost is as wanted; it is with high. More bytes never cost more cycles.</summary>
    private int Least(long[] budgets, int low, int high, double wanted)
    {
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (Cost(budgets[middle]) <= wanted) high = middle;
            else low = middle + 1;
        }

        return high;
    }

    /// <summary>The units within a budget.</summary>
    public ImmutableArray<Unit> Choose(long budget)
    {
        (double[] _, UnitOption?[] choice) = Cheapest(budget);
        var units = ImmutableArray.CreateBuilder<Unit>();
        for (int position = 0; position < _options.Length; position = units[^1].Last + 1) units.Add(choice[position]!.Within(budget));
        return units.ToImmutable();
    }

    /// <summary>The estimated cycles within a budget; infinite where nothing is.</summary>
    public double Cost(long budget) => Cheapest(budget).Cost[0];

    /// <summary>From each position on, the least cost of the layers to the end, and the option that begins there.</summary>
    private (double[] Cost, UnitOption?[] Choice) Cheapest(long budget)
    {
        var cost = new double[_options.Length + 1];
        var choice = new UnitOption?[_options.Length];
        for (int position = _options.Length - 1; position >= 0; position--)
        {
            cost[position] = double.PositiveInfinity;
            foreach (UnitOption option in _options[position])
            {
                if (option.Bytes > budget) break; // so are those after it
                if (option.Cost + cost[option.Last + 1] >= cost[position]) continue;
                cost[position] = option.Cost + cost[option.Last + 1];
                choice[position] = option;
            }
        }

        return (cost, choice);
    }

    /// <summary>In the order of preference at equal cost: fewer bytes, then shorter, then an overlap that keeps addresses.</summary>
    private static ImmutableArray<UnitOption> Sorted(IEnumerable<UnitOption> options) =>
        [.. options.OrderBy(o => o.Bytes).ThenBy(o => o.Last).ThenBy(o => Math.Abs(o.Overlap?.Delta ?? 0))];
}
