using System.Collections.Immutable;

using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>Drops every step that no output and no variable depends on, and the aliases of what it computed.</summary>
internal static class DropUnusedSteps
{
    /// <summary>Runs the pass.</summary>
    public static Schedule Run(Schedule schedule)
    {
        var needed = schedule.Outputs.Select(schedule.Root).Concat(schedule.States.Select(s => s.Tensor)).ToHashSet();
        var kept = ImmutableArray.CreateBuilder<Step>();
        foreach (Step step in schedule.Steps.Reverse())
        {
            if (!needed.Contains(step.Operator.Output)) continue;
            kept.Add(step);
            foreach (Tensor input in step.Operator.ActivationInputs) needed.Add(schedule.Root(input));
        }

        kept.Reverse();
        var computed = kept.Select(s => s.Operator.Output).Concat(schedule.Given).ToHashSet();
        return schedule with
        {
            Steps = kept.ToImmutable(),
            Aliases = schedule.Aliases.RemoveRange(schedule.Aliases.Keys.Where(a => !computed.Contains(schedule.Root(a)))),
        };
    }
}
