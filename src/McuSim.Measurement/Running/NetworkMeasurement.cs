using McuSim.Codegen;
using McuSim.Common;

namespace McuSim.Measurement;

/// <summary>From a request to a report: builds the firmware, boots boards, runs inferences. <see cref="NetworkEvaluation"/> does it for a dataset.</summary>
public static class NetworkMeasurement
{
    /// <summary>Measures one inference.</summary>
    /// <param name="request">Network, board and options.</param>
    /// <param name="inputs">The bytes of every input, in the model's order; null for <see cref="PseudoRandomInput"/>.</param>
    /// <param name="cancellation">Stops the build or the run.</param>
    /// <param name="suggestBoards">Whether a misfit names the boards of the catalogue that the network fits, which takes a plan for each.</param>
    /// <returns>A <see cref="Report"/>, or a <see cref="Misfit"/>.</returns>
    /// <exception cref="McuSimException">Any error but a network that does not fit.</exception>
    public static BoardOutcome Run(
        MeasurementRequest request, IReadOnlyList<byte[]>? inputs = null, CancellationToken cancellation = default, bool suggestBoards = true) =>
        RunAll([request], inputs, cancellation, suggestBoards)[0];

    /// <summary>Measures one inference for several requests. Boards on which the same image runs in the same way share one simulation, which is timed for each.</summary>
    /// <param name="requests">Network, boards and options.</param>
    /// <param name="inputs">The bytes of every input, in the model's order; null for <see cref="PseudoRandomInput"/>.</param>
    /// <param name="cancellation">Stops the build or the run.</param>
    /// <param name="suggestBoards">Whether a misfit names the boards of the catalogue that the network fits, which takes a plan for each.</param>
    /// <param name="progress">Told the boards that run next, or null.</param>
    /// <returns>An outcome for each request, in their order.</returns>
    /// <exception cref="McuSimException">Any error but a network that does not fit.</exception>
    public static IReadOnlyList<BoardOutcome> RunAll(
        IReadOnlyList<MeasurementRequest> requests, IReadOnlyList<byte[]>? inputs = null, CancellationToken cancellation = default,
        bool suggestBoards = true, Action<int, string>? progress = null)
    {
        requests = [.. requests.Select(r => KernelTuner.TuneIfWanted(r, (done, count) => progress?.Invoke(0, $"tuning for {r.Board.Name}, {done} of {count}"), cancellation))];
        var outcomes = new BoardOutcome?[requests.Count];
        var firmwares = new Firmware?[requests.Count];
        for (int i = 0; i < requests.Count; i++)
        {
            progress?.Invoke(0, $"building for {requests[i].Board.Name}");
            try
            {
                firmwares[i] = FirmwareGenerator.Build(requests[i].Model, requests[i].Board, requests[i].Options, outputDirectory: null, cancellation);
            }
            catch (DoesNotFitException e)
            {
                outcomes[i] = MisfitBuilder.Build(requests[i], e, suggestBoards);
            }
        }

        int done = 0;
        foreach (int[] shared in Enumerable.Range(0, requests.Count).Where(i => firmwares[i] is not null)
            .GroupBy(i => (firmwares[i]!.ElfSha256, SameMachine.Key(requests[i].Board, withChip: false))).Select(g => g.ToArray()))
        {
            progress?.Invoke(done, string.Join(", ", shared.Select(i => requests[i].Board.Name)));
            MeasurementRequest[] together = [.. shared.Select(i => requests[i])];
            using NetworkRunner runner = NetworkRunner.BootWatched(firmwares[shared[0]]!, together, cancellation);
            Inference inference = runner.Run(inputs ?? PseudoRandomInput.For(together[0].Model.Graph), cancellation);
            foreach ((int i, BoardTiming timing) in shared.Zip(runner.Boards))
                outcomes[i] = ReportBuilder.Build(requests[i], runner, timing, inference.Outputs, evaluation: null);
            foreach ((int i, BoardTiming timing) in shared.Zip(runner.Boards).Where(s => requests[s.First].Record is not null))
            {
                CallRecorder calls = runner.RecordCalls(timing, inputs ?? PseudoRandomInput.For(requests[i].Model.Graph), cancellation);
                requests[i].Record!(RecordingBuilder.Build(outcomes[i]!.Model.Name, outcomes[i]!.Board, calls, runner.Image, timing.Model.Blocks));
            }

            done += shared.Length;
        }

        return [.. outcomes.Select(o => o!)];
    }

    /// <summary>Builds the firmware and measures, or says why it does not fit.</summary>
    internal static BoardOutcome UnlessMisfit(
        MeasurementRequest request, bool suggestBoards, CancellationToken cancellation, Func<Firmware, Report> measure)
    {
        try
        {
            return measure(FirmwareGenerator.Build(request.Model, request.Board, request.Options, outputDirectory: null, cancellation));
        }
        catch (DoesNotFitException e)
        {
            return MisfitBuilder.Build(request, e, suggestBoards);
        }
    }
}
