using System.Collections.Immutable;

using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>
/// Drops a QUANTIZE from int8 whose table is the identity, and a QUANTIZE that undoes a DEQUANTIZE. The latter is exact: at most 255 times a
/// float32 scale, divided by the same scale, is off by less than 2^-15 before it is rounded to an integer.
/// </summary>
internal static class DropExactQuantization
{
    /// <summary>Runs the pass.</summary>
    public static Schedule Run(Schedule schedule)
    {
        var dequantized = schedule.Steps.Select(s => s.Operator).OfType<Dequantize>().ToDictionary(d => d.Output);
        var steps = ImmutableArray.CreateBuilder<Step>();
        ImmutableDictionary<Tensor, Tensor> aliases = schedule.Aliases;
        foreach (Step step in schedule.Steps)
        {
            if (step.Operator is Quantize quantize && Source(quantize, schedule, dequantized) is { IsConstant: false } source)
                aliases = aliases.Add(quantize.Output, source);
            else
                steps.Add(step);
        }

        return schedule with { Steps = steps.ToImmutable(), Aliases = aliases };
    }

    private static Tensor? Source(Quantize quantize, Schedule schedule, Dictionary<Tensor, Dequantize> dequantized)
    {
        if (quantize.IsRequantization)
            return IsIdentity(quantize.Table) ? quantize.Input : null;
        if (!dequantized.TryGetValue(schedule.Root(quantize.Input), out Dequantize? dequantize)) return null;
        Tensor stored = dequantize.Input;
        bool same = stored.Scale == quantize.Output.Scale && stored.ZeroPoint == quantize.Output.ZeroPoint;
        return same && float.IsNormal(stored.Scale) && float.IsFinite(stored.Scale * 256) ? stored : null;
    }

    private static bool IsIdentity(ImmutableArray<sbyte> table)
    {
        for (int i = 0; i < table.Length; i++)
        {
            if (table[i] != i - 128) return false;
        }

        return true;
    }
}
