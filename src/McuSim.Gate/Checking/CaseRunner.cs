using System.Collections.Concurrent;

using McuSim.Boards;
using McuSim.Codegen;
using McuSim.Common;
using McuSim.Datasets;
using McuSim.Datasets.Preprocessing;
using McuSim.Machine;
using McuSim.Measurement;
using McuSim.Models;

namespace McuSim.Gate;

/// <summary>Measures cases, or finds them in the cache. May be used by several threads at once.</summary>
/// <param name="useCache">Whether figures of earlier runs count.</param>
/// <param name="reports">Where whole reports are kept; null to keep none.</param>
/// <param name="withReports">Whether whole reports are asked for.</param>
internal sealed class CaseRunner(bool useCache, IReportStore? reports = null, bool withReports = false)
{
    private readonly ConcurrentDictionary<string, Lazy<Model>> models = new(StringComparer.Ordinal);

    /// <summary>Measures a case.</summary>
    /// <param name="budgetCase">What to run.</param>
    /// <param name="workers">Boards simulated side by side for a dataset.</param>
    /// <param name="cancellation">Stops the run.</param>
    /// <returns>The trace, the report where it was asked for, and whether they are an earlier run's.</returns>
    /// <exception cref="McuSimException">It cannot be measured.</exception>
    public (Trace Trace, CaseReport? Report, bool Cached) Run(BudgetCase budgetCase, int workers, CancellationToken cancellation)
    {
        Board board = BoardCatalog.Load(budgetCase.Board);
        (string key, Func<(Trace, CaseReport)> measure) = budgetCase.Subject switch
        {
            NetworkSubject network => Prepare(budgetCase.Name, network, board, workers, cancellation),
            FirmwareSubject firmware => (CaseKey.Of(firmware, board, null, null), () => Firmware(budgetCase.Name, firmware, board, cancellation)),
            _ => throw new ArgumentException("There is no such subject.", nameof(budgetCase)),
        };
        if (useCache && CaseCache.Find(key) is { } earlier)
        {
            CaseReport? kept = withReports ? reports?.Find(CaseCache.ReportPath(key)) : null;
            if (kept is not null || !withReports) return (earlier with { Name = budgetCase.Name }, kept, true);
        }

        (Trace trace, CaseReport report) = measure();
        CaseCache.Keep(key, trace);
        reports?.Keep(CaseCache.ReportPath(key), report);
        return (trace, withReports ? report : null, false);
    }

    private (string Key, Func<(Trace, CaseReport)> Measure) Prepare(string name, NetworkSubject network, Board board, int workers, CancellationToken cancellation)
    {
        Compiler compiler = Compiler.FindArmAsync(cancellation).GetAwaiter().GetResult();
        Dataset? dataset = network.Data is null ? null : Open(network);
        string key = CaseKey.Of(network, board, $"{compiler.Path} {compiler.Version}", dataset is null ? null : SampleHash.Of(dataset));
        return (key, () =>
        {
            BoardOutcome outcome = Outcome(network, board, dataset, workers, cancellation);
            return (TraceOf.Outcome(outcome, name), new CaseReport(outcome, null));
        }
        );
    }

    private BoardOutcome Outcome(NetworkSubject network, Board board, Dataset? dataset, int workers, CancellationToken cancellation)
    {
        Model model = Model(network.Model);
        var request = new MeasurementRequest(model, board, network.Options, new RunLimits());
        if (dataset is null)
        {
            byte[][]? inputs = network.Input is null ? null : [new InputReader(NetworkInput.FormatOf(model), Recipe(network, model)).Read(network.Input)];
            return NetworkMeasurement.Run(request, inputs, cancellation, suggestBoards: false);
        }

        BoardOutcome outcome = NetworkEvaluation.Run(request, dataset, new() { Workers = workers }, progress: null, cancellation);
        cancellation.ThrowIfCancellationRequested(); // an evaluation that was cut short is none
        return outcome;
    }

    private Dataset Open(NetworkSubject network)
    {
        Model model = Model(network.Model);
        var options = new DatasetOptions(NetworkInput.FormatOf(model))
        {
            Recipe = Recipe(network, model),
            Limit = network.Samples,
            Classes = NetworkEvaluation.Classes(model),
            Sequences = !model.Graph.States.IsEmpty,
        };
        return Dataset.Open(network.Data!, options);
    }

    private static Recipe Recipe(NetworkSubject network, Model model) =>
        network.Recipe is { } given ? RecipeCatalog.Load(given) : RecipeCatalog.For(network.Model, NetworkInput.FormatOf(model));

    private Model Model(string name) => models.GetOrAdd(name, n => new(() =>
        n == NetworkSubject.BuiltIn ? BuiltInModels.KeywordSpotting : ModelZoo.IsZooName(n) ? ModelZoo.Build(n) : ModelReader.Read(n))).Value;

    private static (Trace, CaseReport) Firmware(string name, FirmwareSubject firmware, Board board, CancellationToken cancellation)
    {
        FirmwareImage image = ImageReader.Read(firmware.Image, firmware.At ?? board.Region(board.Placement.Code).Start);
        FirmwareReport report = FirmwareMeasurement.Run(new(image, board, firmware.Limits) { Arguments = firmware.Arguments, Files = firmware.Files }, cancellation);
        FirmwareEnding ending = report.Ending;
        if (ending.Kind == FirmwareEndingKind.Cancelled) throw new OperationCanceledException(cancellation);
        bool good = firmware.Endless ? ending.Kind == FirmwareEndingKind.InstructionLimit : ending is { Kind: FirmwareEndingKind.Exit, ExitCode: 0 };
        if (good) return (TraceOf.Firmware(report, image, name), new CaseReport(null, report));
        if (firmware.Endless && ending.Kind == FirmwareEndingKind.Exit)
            throw new McuSimException(ExitCode.FirmwareFault, $"{firmware.Image}: {ending.Sentence.TrimEnd('.')}, though the budget says that it is endless.");
        throw new McuSimException(
            ending.Kind == FirmwareEndingKind.InstructionLimit ? ExitCode.LimitReached : ExitCode.FirmwareFault,
            $"{firmware.Image}: {ending.Sentence.Replace("--max-instructions", "max_instructions", StringComparison.Ordinal)}");
    }
}
