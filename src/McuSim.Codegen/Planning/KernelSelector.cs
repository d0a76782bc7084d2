using System.Collections.Immutable;

namespace McuSim.Codegen;

/// <summary>
/// Chooses a kernel for every layer. Given a budget of live bytes, each layer takes the cheapest kernel within it; the goal decides the
/// budget.
/// </summary>
internal sealed class KernelSelector
{
    private readonly LayerMemory _memory;
    private readonly ImmutableArray<ImmutableArray<KernelChoice>> _offers;

    public KernelSelector(Schedule schedule, Lifetimes lifetimes, KernelContext context)
    {
        _memory = new(schedule, lifetimes);
        _offers = [.. schedule.Steps.Select(s => KernelCatalog.OffersFor(s.Operator, context))];
    }

    /// <summary>The fewest live bytes that any choice reaches.</summary>
    private long LeastBytes => _offers.IsEmpty ? 0 : _offers.Select((offers, layer) => offers.Min(o => Least(layer, o.Offer))).Max();

    /// <summary>The budget of a goal: the least memory, or the least at which the estimated cycles are as wanted.</summary>
    public long Budget(OptimizationGoal goal)
    {
        long least = LeastBytes;
        if (goal == OptimizationGoal.Memory) return least;
        double wanted = Cost(long.MaxValue) * (goal == OptimizationGoal.Balanced ? 1.1 : 1.0);
        var steps = _offers.SelectMany((offers, layer) => offers.Select(o => Least(layer, o.Offer)));
        return steps.Append(least).Where(b => b >= least).Distinct().Order().First(b => Cost(b) <= wanted);
    }

    /// <summary>What each layer gets within a budget.</summary>
    /// <param name="budget">Bytes that may be alive during any layer.</param>
    public ImmutableArray<LayerChoice> Choose(long budget)
    {
        var choices = ImmutableArray.CreateBuilder<LayerChoice>(_offers.Length);
        for (int layer = 0; layer < _offers.Length; layer++)
        {
            (Kernel kernel, KernelOffer offer) = Cheapest(layer, budget);
            bool needed = _memory.Apart(layer, offer) > budget;
            Overlap? overlap = _memory.Usable(layer, offer).Select(o => (Overlap?)o).FirstOrDefault();
            // At the same address it can do no harm; at another it ties buffers together and may stand in the way of a good layout.
            choices.Add(new(kernel, offer, needed || overlap is { Delta: 0 } ? overlap : null));
        }

        return choices.MoveToImmutable();
    }

    private long Least(int layer, KernelOffer offer)
    {
        long least = _memory.Apart(layer, offer);
        foreach (Overlap overlap in _memory.Usable(layer, offer)) least = Math.Min(least, _memory.Overlapping(layer, offer, overlap));
        return least;
    }

    /// <summary>Of the offers at the lowest cost within the budget the one with the fewest bytes, and of those the one that keeps addresses.</summary>
    private KernelChoice Cheapest(int layer, long budget)
    {
        KernelChoice[] within = [.. _offers[layer].Where(o => Least(layer, o.Offer) <= budget)];
        if (within.Length == 0) return _offers[layer].MinBy(o => Least(layer, o.Offer));
        long cost = within.Min(o => o.Offer.Cost);
        return within.Where(o => o.Offer.Cost == cost).OrderBy(o => Least(layer, o.Offer)).ThenBy(o => Distance(layer, o.Offer)).First();
    }

    private int Distance(int layer, KernelOffer offer) => _memory.Usable(layer, offer).Select(o => Math.Abs(o.Delta)).FirstOrDefault();

    private double Cost(long budget) => Enumerable.Range(0, _offers.Length).Sum(layer => (double)Cheapest(layer, budget).Offer.Cost);
}
