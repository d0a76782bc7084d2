using System.Collections.Immutable;

using McuSim.Boards;
using McuSim.Codegen;
using McuSim.Common;
using McuSim.Machine;

namespace McuSim.Measurement.Search;

/// <summary>What to search for.</summary>
/// <param name="Board">The board.</param>
/// <param name="Classes">Outputs of the network.</param>
/// <param name="Limits">What it may take.</param>
/// <param name="Options">How firmware is generated.</param>
/// <param name="Evolution">How long to look.</param>
/// <param name="Samples">Random networks per width and resolution.</param>
/// <param name="Finalists">How many of the best networks are built and measured.</param>
/// <param name="Workers">Spaces looked at at a time.</param>
public sealed record SearchRequest(
    Board Board, int Classes, SearchLimits Limits, BuildOptions Options, EvolutionOptions Evolution, int Samples = 8, int Finalists = 3, int Workers = 1);

/// <summary>What a search found.</summary>
/// <param name="Spaces">The spaces, the best one first.</param>
/// <param name="Finalists">Networks that were built and measured and keep every limit, the best one first.</param>
/// <param name="Planned">How many networks were planned.</param>
/// <param name="CyclesPerEstimate">Measured cycles per cycle of the cost model.</param>
public sealed record SearchResult(ImmutableArray<SurveyedSpace> Spaces, ImmutableArray<Candidate> Finalists, int Planned, double CyclesPerEstimate);

/// <summary>Finds a network for a board: TinyNAS's two stages on this engine's memory plans, then the best ones built and measured on the simulated board.</summary>
public static class NetworkSearch
{
    /// <summary>How often the evolution goes on after a network did not keep what was estimated for it.</summary>
    private const int Rounds = 5;

    /// <summary>Searches. Equal requests give equal results.</summary>
    /// <param name="request">What to search for.</param>
    /// <param name="scorer">What is best.</param>
    /// <param name="progress">Told what was done, of how much, and what comes; called from any thread.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="McuSimException">No network of any space fits (exit code 4).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static SearchResult Run(SearchRequest request, IScorer scorer, Action<int, int, string>? progress, CancellationToken cancellation)
    {
        var evaluator = new CandidateEvaluator(request.Board, request.Options, request.Limits);
        if (request.Limits.Milliseconds is not null)
        {
            progress?.Invoke(0, 1, "measuring a first network");
            Calibrate(request, evaluator, new(SearchSpace.Widths[0], SearchSpace.Resolutions[0], request.Classes), cancellation);
        }

        int surveyed = 0, spaces = SearchSpace.Widths.Length * SearchSpace.Resolutions.Length;
        ImmutableArray<SurveyedSpace> found = SpaceSurvey.Run(
            evaluator, request.Classes, request.Samples, request.Evolution.Seed, request.Workers,
            space => progress?.Invoke(Interlocked.Increment(ref surveyed), spaces, $"width {space.Width:0.0}, {space.Resolution} pixels"), cancellation);
        if (found[0].Fitting == 0)
            throw new McuSimException(ExitCode.DoesNotFit, $"No network of the search space fits {request.Board.Name} within these limits; allow more, or take a larger board.");

        progress?.Invoke(0, request.Evolution.Generations, "measuring a network of the best space");
        Calibrate(request, evaluator, found[0].Space, cancellation);
        var evolution = new Evolution(evaluator, scorer, found[0].Space, request.Evolution);
        var finalists = new List<Candidate>();
        var measured = new Dictionary<string, BoardOutcome>();
        for (int round = 0, wanted = request.Finalists; round < Rounds && finalists.Count < wanted; round++)
        {
            IReadOnlyList<Candidate> best = evolution.Run(
                (generation, score) => progress?.Invoke(generation, request.Evolution.Generations, $"evolution, best {scorer.Name} {score:G6}"), cancellation);
            progress?.Invoke(0, request.Finalists, "measuring the best ones");
            wanted = Math.Min(request.Finalists, best.Count);
            finalists = MeasureBest(request, evaluator, best, measured, cancellation);
        }

        return new(found, [.. finalists], evaluator.Planned, evaluator.CyclesPerEstimate);
    }

    /// <summary>
    /// Those of the best networks that keep every limit when measured: estimates decide whom to measure, not who wins. From one that does not the evaluator learns, so that the evolution can go on.
    /// </summary>
    private static List<Candidate> MeasureBest(
        SearchRequest request, CandidateEvaluator evaluator, IReadOnlyList<Candidate> best, Dictionary<string, BoardOutcome> measured, CancellationToken cancellation)
    {
        var finalists = new List<Candidate>();
        foreach (Candidate candidate in best.Take(request.Finalists))
        {
            if (!measured.TryGetValue(candidate.Blocks, out BoardOutcome? outcome)) measured.Add(candidate.Blocks, outcome = Measure(request, candidate, cancellation));
            if (outcome is Report report && Keeps(request.Limits, report)) finalists.Add(candidate with { Measured = report });
            else evaluator.Learn(candidate, outcome, isFirst: false);
        }

        return finalists;
    }

    /// <summary>Measures a random network of a space: what the cost model's cycles are worth on this board, with tensors and weights where that space's lie.</summary>
    private static void Calibrate(SearchRequest request, CandidateEvaluator evaluator, SearchSpace space, CancellationToken cancellation)
    {
        Candidate probe = evaluator.Evaluate(space, SearchSpace.Sample(new(request.Evolution.Seed)));
        evaluator.Learn(probe, Measure(request, probe, cancellation), isFirst: true);
    }

    private static bool Keeps(SearchLimits limits, Report report) =>
        !(report.Time.Milliseconds > limits.Milliseconds) && !(report.Memory.Flash.TotalBytes > limits.FlashBytes) && !(report.Memory.Sram.PeakBytes > limits.SramBytes);

    private static BoardOutcome Measure(SearchRequest request, Candidate candidate, CancellationToken cancellation) => NetworkMeasurement.Run(
        new(candidate.Network.ToModel("searched", candidate.Space.Resolution, candidate.Space.Classes), request.Board, request.Options, RunLimits.None),
        inputs: null, cancellation, suggestBoards: false);
}
