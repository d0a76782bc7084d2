using McuSim.Codegen;
using McuSim.Common;
using McuSim.Datasets;

namespace McuSim.Measurement;

/// <summary>From a request to a report: builds the firmware, boots boards, runs inferences.</summary>
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
        UnlessMisfit(request, suggestBoards, cancellation, firmware =>
        {
            using NetworkRunner runner = NetworkRunner.BootWatched(firmware, request.Board, request.Limits, cancellation);
            Inference inference = runner.Run(inputs ?? PseudoRandomInput.For(request.Model.Graph), cancellation);
            return ReportBuilder.Build(request, runner, inference.Outputs, evaluation: null);
        });

    /// <summary>Measures accuracy over a labelled dataset, and cycles and memory of the input whose cycles are the median.</summary>
    /// <param name="request">Network, board and options.</param>
    /// <param name="dataset">The labelled inputs.</param>
    /// <param name="workers">Boards simulated side by side.</param>
    /// <param name="progress">Told after every input, or null.</param>
    /// <param name="cancellation">Stops after the inputs under way; the report then covers what was done and says so.</param>
    /// <returns>A <see cref="Report"/>, or a <see cref="Misfit"/>.</returns>
    /// <exception cref="McuSimException">Any error but a network that does not fit.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before the first input was done.</exception>
    public static BoardOutcome Evaluate(
        MeasurementRequest request, Dataset dataset, int workers, IProgress<EvaluationProgress>? progress, CancellationToken cancellation = default) =>
        UnlessMisfit(request, suggestBoards: true, cancellation, firmware =>
        {
            NetworkRunner Boot() => NetworkRunner.Boot(firmware, request.Board, request.Limits, cancellation);
            Evaluation evaluation = Evaluation.Run(request.Model, Boot, dataset, workers, progress, cancellation)
                ?? throw new OperationCanceledException(cancellation);

            using NetworkRunner runner = NetworkRunner.BootWatched(firmware, request.Board, request.Limits, CancellationToken.None);
            var input = new byte[request.Model.Graph.Inputs[0].ByteCount];
            evaluation.MedianSample.ReadInto(input);
            runner.Run([input], CancellationToken.None);
            return ReportBuilder.Build(request, runner, evaluation.LastOutputs, evaluation);
        });

    private static BoardOutcome UnlessMisfit(
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
