using McuSim.Models;

namespace McuSim.Measurement.Search;

/// <summary>How an evolution goes.</summary>
/// <param name="Population">Networks of a generation, at least 4.</param>
/// <param name="Generations">How many generations, at least 1.</param>
/// <param name="Seed">Where the random numbers start.</param>
public sealed record EvolutionOptions(int Population = 32, int Generations = 12, ulong Seed = 1);

/// <summary>
/// The second stage of TinyNAS: evolution within a space (as Once-for-all has it, Cai et al. 2020). The best quarter of the networks that fit are the parents of the next
/// generation, half of it by mutation and half by crossing.
/// </summary>
public sealed class Evolution(CandidateEvaluator evaluator, IScorer scorer, SearchSpace space, EvolutionOptions options)
{
    /// <summary>Draws for a network that fits before the evolution gives up finding one.</summary>
    private const int Patience = 100;

    private readonly SeededRandom random = new(options.Seed + 1);
    private readonly Dictionary<string, (Genome Genome, double Score)> scored = [];
    private readonly Dictionary<string, (Candidate Candidate, Genome Genome)> fitting = [];

    /// <summary>Looks for the best network; a second time, goes on from those that still fit by what the evaluator has learnt.</summary>
    /// <param name="generation">Told the generation that was finished and the best score so far.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>Every network that was scored and fits, the best one first. Networks of equal score are ordered by memory.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public IReadOnlyList<Candidate> Run(Action<int, double>? generation, CancellationToken cancellation)
    {
        fitting.Clear();
        foreach ((string _, (Genome genome, double _)) in scored.OrderBy(s => s.Key, StringComparer.Ordinal)) Keep(genome);
        if (fitting.Count < options.Population) Fill(() => SearchSpace.Sample(random), cancellation);
        for (int i = 1; i <= options.Generations; i++)
        {
            Genome[] parents = [.. Best().Take(Math.Max(1, options.Population / 4)).Select(s => s.Genome)];
            if (parents.Length == 0) break;
            Genome Parent() => parents[random.Between(0, parents.Length - 1)];
            bool cross = false;
            Fill(() => (cross = !cross) ? SearchSpace.Cross(Parent(), Parent(), random) : SearchSpace.Mutate(Parent(), random), cancellation);
            generation?.Invoke(i, Best().First().Candidate.Score!.Value);
        }

        return [.. Best().Select(s => s.Candidate)];
    }

    private IOrderedEnumerable<(Candidate Candidate, Genome Genome)> Best() => fitting.Values
        .OrderByDescending(s => s.Candidate.Score).ThenBy(s => s.Candidate.SramBytes).ThenBy(s => s.Candidate.Blocks, StringComparer.Ordinal);

    /// <summary>Adds a generation of networks that fit; fewer when few do.</summary>
    private void Fill(Func<Genome> next, CancellationToken cancellation)
    {
        for (int found = 0, draws = 0; found < options.Population && draws < options.Population * Patience; draws++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (Keep(next())) found++;
        }
    }

    private bool Keep(Genome genome)
    {
        Candidate candidate = evaluator.Evaluate(space, genome);
        if (!candidate.Fits) return false;
        if (!scored.TryGetValue(candidate.Blocks, out (Genome, double Score) known)) scored.Add(candidate.Blocks, known = (genome, scorer.Score(candidate)));
        fitting.TryAdd(candidate.Blocks, (candidate with { Score = known.Score }, genome));
        return true;
    }
}
