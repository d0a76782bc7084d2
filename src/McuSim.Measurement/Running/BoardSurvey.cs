using McuSim.Boards;
using McuSim.Codegen;
using McuSim.Common;
using McuSim.Machine;
using McuSim.Models;

namespace McuSim.Measurement;

/// <summary>What came of a network on one board of a survey.</summary>
/// <param name="Board">The board.</param>
/// <param name="Outcome">A report or a misfit, or null when it failed otherwise.</param>
/// <param name="Problem">Why it failed otherwise, such as a limit that was reached, or null.</param>
public sealed record SurveyedBoard(Board Board, BoardOutcome? Outcome, McuSimException? Problem);

/// <summary>One inference of a network on many boards: who fits where, and how fast.</summary>
public static class BoardSurvey
{
    /// <summary>Builds and runs the network for every board, several at a time.</summary>
    /// <param name="model">The network.</param>
    /// <param name="boards">The boards.</param>
    /// <param name="options">How to generate the firmware.</param>
    /// <param name="limits">How long each inference may run.</param>
    /// <param name="workers">Boards at a time, at least 1.</param>
    /// <param name="done">Told each board's name when it is done; called from any thread.</param>
    /// <param name="cancellation">Stops the survey.</param>
    /// <returns>One result per board, in the boards' order. A misfit names the boards of the survey that the network fits.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static IReadOnlyList<SurveyedBoard> Run(
        Model model, IReadOnlyList<Board> boards, BuildOptions options, RunLimits limits, int workers, Action<string>? done = null,
        CancellationToken cancellation = default)
    {
        var results = new SurveyedBoard[boards.Count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancellation };
        Parallel.For(0, boards.Count, parallel, i =>
        {
            results[i] = Survey(new(model, boards[i], options, limits), cancellation);
            done?.Invoke(boards[i].Name);
        });
        string[] fitting = [.. results.Where(r => r.Outcome is Report).Select(r => r.Board.Name)];
        return [.. results.Select(r => r.Outcome is Misfit misfit ? r with { Outcome = misfit with { BoardsThatFit = [.. fitting] } } : r)];
    }

    private static SurveyedBoard Survey(MeasurementRequest request, CancellationToken cancellation)
    {
        try
        {
            return new(request.Board, NetworkMeasurement.Run(request, inputs: null, cancellation, suggestBoards: false), null);
        }
        catch (McuSimException e) when (e.ExitCode != ExitCode.MissingPrerequisite)
        {
            return new(request.Board, null, e);
        }
    }
}
