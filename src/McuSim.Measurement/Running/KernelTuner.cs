using System.Collections.Immutable;

using McuSim.Codegen;
using McuSim.Common;

namespace McuSim.Measurement;

/// <summary>Runs every kernel that a layer could take on the simulated board.</summary>
public static class KernelTuner
{
    /// <summary>
    /// Measures each layer with each of its kernels, unless the cache knows. A round that does not fit the board is left out: its layers
    /// are chosen by estimate.
    /// </summary>
    /// <param name="request">Network, board and options.</param>
    /// <param name="progress">Told before every round how many are done and how many there are, or null.</param>
    /// <param name="cancellation">Stops the measurements; what is measured so far is kept.</param>
    /// <returns>The options with what was measured; equal for equal arguments.</returns>
    /// <exception cref="McuSimException">Any error but a round that does not fit.</exception>
    public static BuildOptions Tune(MeasurementRequest request, Action<int, int>? progress = null, CancellationToken cancellation = default)
    {
        BuildOptions options = FirmwareGenerator.OptionsFor(request.Model, request.Board, request.Options);
        ImmutableArray<TuningRound> rounds = KernelTuning.Rounds(request.Model, request.Board.Core, options);
        var store = KernelCostStore.For(request.Board, cancellation);
        var cycles = KernelCosts.None.Cycles.ToBuilder();
        for (int i = 0; i < rounds.Length; i++)
        {
            progress?.Invoke(i, rounds.Length);
            foreach ((string key, long measured) in Known(store, rounds[i]) ?? Measure(request, rounds[i], store, cancellation)) cycles.TryAdd(key, measured);
        }

        return options with { Tune = false, Costs = new(cycles.ToImmutable()) };
    }

    /// <summary>The request with measured kernels where its options ask for them.</summary>
    public static MeasurementRequest TuneIfWanted(MeasurementRequest request, Action<int, int>? progress, CancellationToken cancellation) =>
        request.Options.Tune ? request with { Options = Tune(request, progress, cancellation) } : request;

    private static IEnumerable<(string Key, long Cycles)>? Known(KernelCostStore store, TuningRound round)
    {
        (string Key, long? Cycles)[] found = [.. round.Keys.Distinct().Select(k => (k, store.Find(k)))];
        return found.All(f => f.Cycles is not null) ? found.Select(f => (f.Key, f.Cycles!.Value)) : null;
    }

    private static List<(string Key, long Cycles)> Measure(
        MeasurementRequest request, TuningRound round, KernelCostStore store, CancellationToken cancellation)
    {
        var measured = new List<(string, long)>();
        if (NetworkMeasurement.Run(request with { Options = round.Options }, null, cancellation, suggestBoards: false) is not Report report) return measured;
        foreach ((string key, LayerUse layer) in round.Keys.Zip(report.Layers).DistinctBy(k => k.First))
        {
            long? known = store.Find(key); // layers of equal shape differ by where their code lies: the first one counts, now and later
            if (known is null) store.Keep(key, layer.Cycles);
            measured.Add((key, known ?? layer.Cycles));
        }

        return measured;
    }
}
