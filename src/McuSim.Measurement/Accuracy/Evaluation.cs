using System.Globalization;

using McuSim.Common;
using McuSim.Datasets;
using McuSim.Models;

namespace McuSim.Measurement;

/// <summary>Runs inferences over the inputs of a slice that have no result yet, on several workers.</summary>
/// <param name="model">The network.</param>
/// <param name="boot">Makes an engine; called once per worker. All must behave alike.</param>
/// <param name="dataset">The labelled inputs.</param>
/// <param name="results">Where results go, and those of an earlier start are.</param>
/// <param name="options">Workers, and how many inputs may be damaged.</param>
internal sealed class Evaluation(Model model, Func<INetworkEngine> boot, Dataset dataset, ResultsFile results, EvaluationOptions options)
{
    /// <summary>How far a worker may be ahead of the slowest: inputs take about equally long.</summary>
    private const int WindowPerWorker = 64;

    private readonly Graph graph = model.Graph;
    private int correct, broken;
    private string firstProblemTooMany = "";

    /// <summary>Evaluates.</summary>
    /// <param name="progress">Told after every input, or null.</param>
    /// <param name="cancellation">Stops after the inputs under way; results that others wait for are lost.</param>
    /// <exception cref="McuSimException">An input cannot be read, too many are damaged, the firmware faulted, or results cannot be written.</exception>
    public void Run(IProgress<EvaluationProgress>? progress, CancellationToken cancellation)
    {
        foreach (InputResult result in results.Read()) Count(result);
        CheckBroken();
        ResultsHeader header = results.Header;
        int first = header.First + results.Done, end = header.First + header.Count;
        if (first == end) return;
        var ordered = new OrderedResults(first, end, WindowPerWorker * options.Workers, result =>
        {
            results.Append(result);
            Count(result);
            progress?.Report(new(results.Done, header.Count, correct));
            CheckBroken();
        });
        using CancellationTokenRegistration stop = cancellation.Register(ordered.Stop);
        Workers.Run(Math.Min(options.Workers, end - first), () => Work(ordered, cancellation), ordered.Stop);
    }

    private void Work(OrderedResults ordered, CancellationToken cancellation)
    {
        using INetworkEngine engine = boot();
        Interpreter? interpreter = options.AgainstInterpreter ? new(graph) : null;
        bool timed = options.Fidelity == Fidelity.Board;
        while (ordered.Take() is { } position)
        {
            Sample sample = dataset.Samples[position];
            InputResult result = new(position, sample.Name, sample.Label, null, null, null, null);
            try
            {
                byte[] inputs = sample.ReadSequence();
                Inference inference = Sequence.Run(engine, graph, inputs, cancellation);
                result = result with { Cycles = timed ? inference.Cycles : null, Outputs = inference.Outputs, Reference = interpreter is null ? null : Sequence.Run(interpreter, inputs) };
            }
            catch (BrokenInputException e)
            {
                result = result with { Broken = e.Message };
            }
            catch (OperationCanceledException)
            {
                return;
            }

            ordered.Complete(result);
        }
    }

    private void Count(InputResult result)
    {
        if (result.Outputs is null) broken++;
        else if (Scores.Largest(Scores.OfClasses(graph, result.Outputs[0])) == dataset.Samples[result.Position].Label) correct++;
        if (result.Broken is { } problem && broken == options.MaxBroken + 1) firstProblemTooMany = problem;
    }

    private void CheckBroken()
    {
        if (broken <= options.MaxBroken) return;
        string skipped = options.MaxBroken == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" It is damaged input number {broken}.");
        throw McuSimException.BadInput(string.Create(
            CultureInfo.InvariantCulture,
            $"{firstProblemTooMany}{skipped} To skip such files give --max-broken with how many there may be, now {options.MaxBroken}."));
    }
}
