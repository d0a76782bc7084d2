using System.Globalization;

using McuSim.Codegen;
using McuSim.Common;
using McuSim.Datasets;
using McuSim.Models;

namespace McuSim.Measurement;

/// <summary>From a request and a dataset to a report with accuracy, and with cycles and memory of one of the inputs.</summary>
public static class NetworkEvaluation
{
    /// <summary>How many classes a network tells apart: the elements of its first output; two where that is one element, on either side of a border.</summary>
    /// <param name="model">The network.</param>
    public static int Classes(Model model) => Math.Max(2, model.Graph.Outputs[0].Shape.ElementCount);

    /// <summary>Evaluates a dataset or a slice of it.</summary>
    /// <param name="request">Network, board and options.</param>
    /// <param name="dataset">The labelled inputs.</param>
    /// <param name="options">On what they run, and where results go.</param>
    /// <param name="progress">Told after every input, or null.</param>
    /// <param name="cancellation">Stops after the inputs under way; the report then covers what was done and says so.</param>
    /// <returns>A <see cref="Report"/>, or a <see cref="Misfit"/>.</returns>
    /// <exception cref="McuSimException">Any error but a network that does not fit. What was done is kept in <see cref="EvaluationOptions.ResultsPath"/>.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before the first input was done.</exception>
    public static BoardOutcome Run(
        MeasurementRequest request, Dataset dataset, EvaluationOptions options, IProgress<EvaluationProgress>? progress = null,
        CancellationToken cancellation = default) =>
        NetworkMeasurement.UnlessMisfit(request, suggestBoards: true, cancellation, firmware =>
        {
            (int first, int count) = options.Shard?.Slice(dataset.Samples.Length) ?? (0, dataset.Samples.Length);
            using ResultsFile results = Open(Header(request, dataset, options, firmware, first, count), options);
            if (results.Done < count)
                new Evaluation(request.Model, Engine(request, dataset, options, firmware, cancellation), dataset, results, options).Run(progress, cancellation);
            return Report(request, firmware, dataset, results.Header, results.Read(), options)
                ?? throw (cancellation.IsCancellationRequested ? new OperationCanceledException(cancellation) : NothingReadable(dataset));
        });

    /// <summary>Joins the results of slices.</summary>
    /// <param name="request">Network, board and options, as all of them had.</param>
    /// <param name="dataset">The dataset, as all of them had it; one input is read again.</param>
    /// <param name="slices">Their results files, in any order.</param>
    /// <param name="options">What to compare with, and how many inputs may be damaged in all.</param>
    /// <param name="cancellation">Stops the run of the input that the report shows in detail.</param>
    /// <returns>What one run over all inputs would have returned, byte for byte.</returns>
    /// <exception cref="McuSimException">The files do not belong together or to the request, inputs are missing or there twice.</exception>
    public static BoardOutcome Merge(
        MeasurementRequest request, Dataset dataset, IReadOnlyList<string> slices, EvaluationOptions options, CancellationToken cancellation = default) =>
        NetworkMeasurement.UnlessMisfit(request, suggestBoards: true, cancellation, firmware =>
        {
            using var set = new SliceSet(slices);
            ResultsHeader own = Header(request, dataset, options, firmware, 0, dataset.Samples.Length) with { Verified = set.Header.Verified };
            if (set.Header.DifferenceFrom(own) is { } difference)
                throw McuSimException.BadInput($"The results in {slices[0]} are not of this evaluation: they differ in the {difference}; give what the slices were evaluated with (--model, --data, --board ...).");
            Report report = Report(request, firmware, dataset, own, set.Read(), options) ?? throw NothingReadable(dataset);
            int broken = report.Accuracy!.Dataset!.Broken;
            return broken <= options.MaxBroken ? report : throw McuSimException.BadInput(string.Create(
                CultureInfo.InvariantCulture, $"{broken} inputs are damaged, the first {report.Accuracy.Dataset.BrokenFiles[0]}; to accept that give --max-broken {broken}, now {options.MaxBroken}."));
        });

    /// <summary>What a results file was evaluated with.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The command, the fidelity's name, and whether the interpreter ran beside.</returns>
    /// <exception cref="McuSimException">It cannot be read, or does not say.</exception>
    public static (EvaluationCommand Command, Fidelity Fidelity, bool AgainstInterpreter) CommandOf(string path)
    {
        using ResultsFile file = ResultsFile.Open(path);
        EvaluationCommand command = file.Header.Command ?? throw McuSimException.BadInput($"{path} does not say what it was evaluated with.");
        return (command with { Changes = command.Changes.IsDefault ? [] : command.Changes }, Enum.Parse<Fidelity>(file.Header.Fidelity, ignoreCase: true), file.Header.Reference);
    }

    private static ResultsHeader Header(MeasurementRequest request, Dataset dataset, EvaluationOptions options, Firmware firmware, int first, int count) => new(
        ResultsHeader.CurrentFormat, Describe.Tool.Version, request.Model.Sha256, request.Board.Name, request.Board.FileSha256, firmware.ElfSha256,
        options.Fidelity.ToString().ToLowerInvariant(), options.Fidelity == Fidelity.Native ? Math.Min(options.Verified, dataset.Samples.Length) : null,
        options.AgainstInterpreter, dataset.Sha256, dataset.Samples.Length, dataset.Recipe.Settings, first, count, options.Command);

    private static ResultsFile Open(ResultsHeader header, EvaluationOptions options) =>
        options.ResultsPath is not { } path ? ResultsFile.InMemory(header) : options.Resume ? ResultsFile.Resume(path, header) : ResultsFile.Create(path, header);

    /// <summary>What makes an engine for each worker; for native it is proven first.</summary>
    private static Func<INetworkEngine> Engine(
        MeasurementRequest request, Dataset dataset, EvaluationOptions options, Firmware firmware, CancellationToken cancellation)
    {
        NetworkRunner Untimed() => NetworkRunner.BootUntimed(firmware, request.Board, request.Limits, cancellation);
        if (options.Fidelity == Fidelity.Board) return () => NetworkRunner.Boot(firmware, request.Board, request.Limits, cancellation);
        if (options.Fidelity == Fidelity.Exact) return Untimed;
        string program = HostBuild.BuildNative(request.Model, request.Board, request.Options, cancellation);
        new NativeProof(firmware, Untimed, program).Check(dataset.Samples, options.Verified, options.Workers, cancellation);
        return () => NativeRunner.Start(request.Model.Graph, program);
    }

    private static Report? Report(
        MeasurementRequest request, Firmware firmware, Dataset dataset, ResultsHeader header, IEnumerable<InputResult> results, EvaluationOptions options)
    {
        if (EvaluationSummary.Of(request.Model, dataset, header, results, options) is not { } summary) return null;
        using NetworkRunner runner = NetworkRunner.BootWatched(firmware, [request], CancellationToken.None);
        runner.Run([Sequence.First(request.Model.Graph, summary.Representative.ReadSequence())], CancellationToken.None);
        return ReportBuilder.Build(request, runner, runner.Boards[0], summary.LastOutputs, summary);
    }

    private static McuSimException NothingReadable(Dataset dataset) => McuSimException.BadInput($"{dataset.Path}: not one of the inputs could be read.");
}
