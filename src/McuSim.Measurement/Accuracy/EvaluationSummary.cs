using McuSim.Common;
using McuSim.Datasets;
using McuSim.Models;

namespace McuSim.Measurement;

/// <summary>What many inferences over a labelled dataset came to.</summary>
/// <param name="Accuracy">What was recognised.</param>
/// <param name="Spread">Cycles over the inputs; null where nothing is timed.</param>
/// <param name="Representative">The input that the report shows in detail: the one whose cycles are the median, or the first where nothing is timed.</param>
/// <param name="LastOutputs">The outputs of the last input evaluated, in the dataset's order.</param>
public sealed record EvaluationSummary(AccuracyResult Accuracy, CycleSpread? Spread, Sample Representative, byte[][] LastOutputs)
{
    private const int MostBrokenNames = 20;

    /// <summary>Sums results up, one after the other.</summary>
    /// <param name="model">The network.</param>
    /// <param name="dataset">The inputs.</param>
    /// <param name="header">What was evaluated how.</param>
    /// <param name="results">The results, in the dataset's order.</param>
    /// <param name="options">What to compare with.</param>
    /// <returns>The summary, which is the same however the results came about; null without a single input.</returns>
    /// <exception cref="McuSimException">The results are of another network, or what they are compared with is of other inputs.</exception>
    internal static EvaluationSummary? Of(Model model, Dataset dataset, ResultsHeader header, IEnumerable<InputResult> results, EvaluationOptions options)
    {
        Graph graph = model.Graph;
        var counter = new AccuracyCounter(dataset.ClassNames);
        var crc = new System.IO.Hashing.Crc32();
        var cycles = new List<(long Cycles, int Index)>();
        ReferenceCounter? reference = options.AgainstInterpreter || options.Reference is not null ? new() : null;
        var referenceValues = new float[graph.Outputs[0].Shape.ElementCount];
        int[] predictions = Enumerable.Repeat(-1, header.Count).ToArray(), labels = new int[header.Count];
        var broken = new List<string>();
        byte[][]? last = null;
        foreach (InputResult result in results)
        {
            Sample sample = dataset.Samples[result.Position];
            if (result.Outputs is not { } outputs)
            {
                broken.Add(sample.Name);
                continue;
            }

            if (!outputs.Select(o => o.Length).SequenceEqual(graph.Outputs.Select(t => t.ByteCount)))
                throw McuSimException.BadInput($"The result of {result.File} has other outputs than {model.Name}; evaluate again.");
            float[] scores = Scores.OfClasses(graph, outputs[0]);
            counter.Add(sample.Label, scores);
            (predictions[result.Position - header.First], labels[result.Position - header.First]) = (Scores.Largest(scores), sample.Label);
            foreach (byte[] bytes in outputs) crc.Append(bytes);
            cycles.Add((result.Cycles ?? 0, result.Position));
            if (options.Reference is { } given) given.Read(result.Position, sample.Index, referenceValues);
            else if (options.AgainstInterpreter) referenceValues = Scores.Of(graph.Outputs[0], result.Reference);
            reference?.Add(Scores.Of(graph.Outputs[0], outputs[0]), referenceValues);
            last = outputs;
        }

        if (last is null) return null;
        SliceInfo? slice = header.Count == header.Inputs ? null : new(header.First, header.Count);
        var info = new DatasetInfo(
            header.Inputs, dataset.Available, header.Dataset, dataset.Recipe.Name, header.Recipe, slice, broken.Count, [.. broken.Take(MostBrokenNames)]);
        AccuracyResult accuracy = counter.Result(Hexadecimal.Of(crc), complete: cycles.Count + broken.Count == header.Count) with
        {
            Fidelity = header.Fidelity,
            Verified = header.Verified,
            Dataset = info,
            Reference = reference?.Result(options.Reference?.Source ?? "interpreter"),
            Comparison = options.Earlier is { } earlier ? ComparisonResult.Of(earlier, info, labels, predictions) : null,
            Predictions = [.. predictions],
        };
        if (header.Fidelity != nameof(Fidelity.Board).ToLowerInvariant()) return new(accuracy, null, dataset.Samples[cycles[0].Index], last);
        cycles.Sort();
        (long median, int medianIndex) = cycles[(cycles.Count - 1) / 2];
        return new(accuracy, new CycleSpread(cycles[0].Cycles, median, cycles[^1].Cycles), dataset.Samples[medianIndex], last);
    }
}
