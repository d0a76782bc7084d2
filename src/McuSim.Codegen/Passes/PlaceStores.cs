using System.Collections.Immutable;

using McuSim.Common;
using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>
/// A variable has one place in memory, so its new value may be stored only after everything has read the old one; and as soon as that is so, because
/// until then the new value takes room of its own.
/// </summary>
internal static class PlaceStores
{
    /// <summary>Runs the pass.</summary>
    /// <exception cref="McuSimException">No order works: two variables exchange their values, or an output is a variable's old value.</exception>
    public static Schedule Run(Schedule schedule)
    {
        var waiting = schedule.Steps.Where(s => s.Operator is StoreState).ToList();
        if (waiting.Count == 0) return schedule;
        if (schedule.Outputs.Any(o => schedule.States.Any(s => s.Tensor == schedule.Root(o))))
            throw McuSimException.BadInput("An output is a variable as it was before the inference; let an operator compute the output.");
        ImmutableArray<Step> others = schedule.Steps.RemoveAll(s => s.Operator is StoreState);
        var placed = ImmutableArray.CreateBuilder<Step>(schedule.Steps.Length);
        var computed = schedule.Inputs.Concat(schedule.States.Select(s => s.Tensor)).ToHashSet();
        for (int position = -1; position < others.Length; position++)
        {
            if (position >= 0)
            {
                placed.Add(others[position]);
                computed.Add(others[position].Operator.Output);
            }

            while (waiting.Find(s => MayRun(schedule, s, others[(position + 1)..], waiting, computed)) is { } step)
            {
                waiting.Remove(step);
                placed.Add(step);
            }
        }

        if (waiting.Count > 0)
            throw McuSimException.BadInput($"Operator {waiting[0].Operator.Index} (ASSIGN_VARIABLE) exchanges its value with another variable's; assign a copy.");
        return schedule with { Steps = placed.ToImmutable() };
    }

    /// <summary>Whether the new value is there and nothing that comes reads the old one.</summary>
    private static bool MayRun(Schedule schedule, Step store, ImmutableArray<Step> later, List<Step> waiting, HashSet<Tensor> computed) =>
        store.Operator.ActivationInputs.All(t => computed.Contains(schedule.Root(t)))
        && !later.Concat(waiting.Where(s => s != store)).Any(s => s.Operator.ActivationInputs.Any(t => schedule.Root(t) == store.Operator.Output));
}
