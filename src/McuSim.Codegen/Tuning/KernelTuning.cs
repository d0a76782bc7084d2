using System.Collections.Immutable;

using McuSim.Boards;
using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>A build in which every layer takes one of its kernels.</summary>
/// <param name="Options">How to build it.</param>
/// <param name="Keys">The key of each layer with that kernel, in execution order.</param>
public sealed record TuningRound(BuildOptions Options, ImmutableArray<string> Keys);

/// <summary>A layer for which several kernels were measured.</summary>
/// <param name="Layer">Its name.</param>
/// <param name="Kernel">The kernel that took the fewest cycles.</param>
/// <param name="Cycles">What it took, in core cycles.</param>
/// <param name="EstimatedKernel">The kernel that the estimates prefer.</param>
/// <param name="EstimatedKernelCycles">What that one took.</param>
/// <param name="Candidates">Kernels measured.</param>
public sealed record TunedLayer(string Layer, string Kernel, long Cycles, string EstimatedKernel, long EstimatedKernelCycles, int Candidates);

/// <summary>Which kernels there are to measure, and what measurements say.</summary>
public static class KernelTuning
{
    /// <summary>
    /// Builds that together run every layer with each of its kernels: in round n every layer takes its n-th cheapest by estimate, or the
    /// cheapest where it has fewer. Layers with a single kernel need no measurement, and networks of such layers no round.
    /// </summary>
    /// <param name="model">The network.</param>
    /// <param name="core">The core.</param>
    /// <param name="options">What the user chose; rounds favour speed, so that no layers are computed together.</param>
    public static ImmutableArray<TuningRound> Rounds(Model model, CoreDescription core, BuildOptions options)
    {
        ImmutableArray<ImmutableArray<Candidate>> layers = [.. Layers(model, core, options).Select(l => l.Candidates)];
        int rounds = layers.Select(l => l.Length).DefaultIfEmpty(0).Max();
        if (rounds < 2) return [];
        return
        [
            .. Enumerable.Range(0, rounds).Select(round =>
            {
                ImmutableArray<string> keys = [.. layers.Select(l => l[round < l.Length ? round : 0].Key)];
                var forced = new KernelCosts(keys.Distinct().ToImmutableSortedDictionary(k => k, _ => 1L, StringComparer.Ordinal), Forced: true);
                return new TuningRound(options with { Goal = OptimizationGoal.Speed, Tune = false, Costs = forced }, keys);
            }),
        ];
    }

    /// <summary>The layers whose kernels were all measured, with the fastest one and the one that would have been taken.</summary>
    /// <param name="model">The network.</param>
    /// <param name="core">The core.</param>
    /// <param name="options">What the user chose, with measurements.</param>
    public static ImmutableArray<TunedLayer> Winners(Model model, CoreDescription core, BuildOptions options)
    {
        if (options.Costs is not { } costs) return [];
        var winners = ImmutableArray.CreateBuilder<TunedLayer>();
        foreach ((string layer, ImmutableArray<Candidate> candidates) in Layers(model, core, options))
        {
            if (candidates.Length < 2 || !candidates.All(c => costs.Cycles.ContainsKey(c.Key))) continue;
            Candidate best = candidates.First(c => KernelCosts.IsBest(costs.Cycles[c.Key], candidates.Min(o => costs.Cycles[o.Key])));
            winners.Add(new(layer, best.Kernel, costs.Cycles[best.Key], candidates[0].Kernel, costs.Cycles[candidates[0].Key], candidates.Length));
        }

        return winners.ToImmutable();
    }

    /// <summary>Every layer with its distinct candidates, cheapest by estimate first.</summary>
    private static IEnumerable<(string Layer, ImmutableArray<Candidate> Candidates)> Layers(Model model, CoreDescription core, BuildOptions options)
    {
        Schedule schedule = GraphPasses.Run(model.Graph, options);
        var context = new KernelContext(core, options with { Costs = null });
        for (int i = 0; i < schedule.Steps.Length; i++)
        {
            Operator op = schedule.Steps[i].Operator;
            yield return (LayerNames.Layer(schedule, i), [.. KernelCatalog.OffersFor(op, context)
                .Select(o => new Candidate(o.Kernel.Name, KernelKey.Of(o.Kernel, op, context))).DistinctBy(c => c.Key)]);
        }
    }

    private sealed record Candidate(string Kernel, string Key);
}
