using System.Collections.Immutable;

using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>
/// Moves steps to just before the first that reads their output, where fewer bytes are alive on the way. Files often compute all outputs of a split, or
/// all slices of a sequence, at once; close to its reader, a step may also stream with it.
/// </summary>
internal sealed class DelaySteps
{
    private readonly Schedule _schedule;
    private readonly AliveBytes _alive;
    private readonly HashSet<Tensor> _variables;
    private ImmutableArray<Step> _order;

    private DelaySteps(Schedule schedule)
    {
        (_schedule, _order, _alive) = (schedule, schedule.Steps, new AliveBytes(schedule));
        _variables = [.. schedule.States.Select(s => s.Tensor)];
    }

    /// <summary>The steps in that order; the same array when none moves.</summary>
    public static Schedule Run(Schedule schedule)
    {
        var pass = new DelaySteps(schedule);
        foreach (Step step in schedule.Steps.Reverse()) pass.Try([step]);

        // All readers of a tensor together: it is alive longer, but not what they make of it.
        foreach (IGrouping<Tensor, Step> readers in schedule.Steps.SelectMany(s => s.Operator.ActivationInputs.Distinct().Select(t => (Tensor: schedule.Root(t), Step: s))).GroupBy(r => r.Tensor, r => r.Step))
        {
            if (readers.Skip(1).Any()) pass.Try([.. readers]);
        }

        return schedule with { Steps = pass._order };
    }

    private void Try(ImmutableArray<Step> steps)
    {
        ImmutableArray<Step> order = steps.Reverse().Aggregate(_order, Delayed);
        int first = 0, last = order.Length - 1;
        while (first <= last && ReferenceEquals(order[first], _order[first])) first++;
        if (first > last) return;
        while (ReferenceEquals(order[last], _order[last])) last--;
        if (_alive.Of(order, first, last).CompareTo(_alive.Of(_order, first, last)) < 0) _order = order;
    }

    /// <summary>The order in which a step comes just before the first reader of its output.</summary>
    private ImmutableArray<Step> Delayed(ImmutableArray<Step> order, Step step)
    {
        if (step.Operator is StoreState || step.Operator.ActivationInputs.Any(t => _variables.Contains(_schedule.Root(t)))) return order;
        int position = order.IndexOf(step, 0, order.Length, ReferenceEqualityComparer.Instance), reader = position + 1;
        while (reader < order.Length && !order[reader].Operator.ActivationInputs.Any(t => _schedule.Root(t) == step.Operator.Output)) reader++;
        return reader == order.Length || reader == position + 1 ? order : order.RemoveAt(position).Insert(reader - 1, step);
    }
}
