using System.Collections.Immutable;

using McuSim.Models;

namespace McuSim.Measurement.Search;

/// <summary>What random networks of a width and a resolution are like on the board.</summary>
/// <param name="Space">Width and resolution.</param>
/// <param name="Samples">Networks drawn.</param>
/// <param name="Fitting">How many of them fit.</param>
/// <param name="Macs">Multiply-accumulates that a fifth of those that fit reach or exceed; 0 when none fits.</param>
public sealed record SurveyedSpace(SearchSpace Space, int Samples, int Fitting, long Macs);

/// <summary>
/// The first stage of TinyNAS (Lin et al., MCUNet, NeurIPS 2020, section 3.1): of spaces of every width and resolution, the one whose networks that fit the
/// memory have the most multiply-accumulates is likely to hold the most accurate one.
/// </summary>
public static class SpaceSurvey
{
    /// <summary>Draws networks of every space. A resolution is left when a width of it has none that fits, as wider networks only take more.</summary>
    /// <param name="evaluator">Plans them.</param>
    /// <param name="classes">Outputs.</param>
    /// <param name="samples">Networks per space.</param>
    /// <param name="seed">Where the random numbers start.</param>
    /// <param name="workers">Resolutions looked at at a time.</param>
    /// <param name="done">Told about each space that was looked at; called from any thread.</param>
    /// <param name="cancellation">Stops the survey.</param>
    /// <returns>The spaces that were looked at, the best one first.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static ImmutableArray<SurveyedSpace> Run(
        CandidateEvaluator evaluator, int classes, int samples, ulong seed, int workers, Action<SearchSpace>? done, CancellationToken cancellation)
    {
        Genome[] genomes = [.. Draw(samples, seed)]; // the same for every space, so that spaces are compared and not draws
        var surveyed = new List<SurveyedSpace>[SearchSpace.Resolutions.Length];
        Parallel.For(0, surveyed.Length, new() { MaxDegreeOfParallelism = workers, CancellationToken = cancellation }, i =>
        {
            surveyed[i] = [];
            foreach (double width in SearchSpace.Widths)
            {
                var space = new SearchSpace(width, SearchSpace.Resolutions[i], classes);
                surveyed[i].Add(Survey(evaluator, space, genomes, cancellation));
                done?.Invoke(space);
                if (surveyed[i][^1].Fitting == 0) break;
            }
        });
        return [.. surveyed.SelectMany(s => s).OrderByDescending(s => s.Macs).ThenBy(s => s.Space.Resolution).ThenBy(s => s.Space.Width)];
    }

    private static SurveyedSpace Survey(CandidateEvaluator evaluator, SearchSpace space, Genome[] genomes, CancellationToken cancellation)
    {
        var macs = new List<long>();
        foreach (Genome genome in genomes)
        {
            cancellation.ThrowIfCancellationRequested();
            Candidate candidate = evaluator.Evaluate(space, genome);
            if (candidate.Fits) macs.Add(candidate.Macs);
        }

        macs.Sort();
        return new(space, genomes.Length, macs.Count, macs.Count == 0 ? 0 : macs[(macs.Count - 1) * 4 / 5]);
    }

    private static IEnumerable<Genome> Draw(int count, ulong seed)
    {
        var random = new SeededRandom(seed);
        for (int i = 0; i < count; i++) yield return SearchSpace.Sample(random);
    }
}
