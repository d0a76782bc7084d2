using McuSim.Common;
using McuSim.Datasets;
using McuSim.Models;

namespace McuSim.Measurement;

/// <summary>How far an evaluation is.</summary>
/// <param name="Done">Inputs evaluated.</param>
/// <param name="Total">Inputs in all.</param>
/// <param name="Correct">Inputs recognised so far.</param>
public readonly record struct EvaluationProgress(int Done, int Total, int Correct);

/// <summary>Many inferences over a labelled dataset, on several workers.</summary>
/// <param name="Accuracy">What was recognised.</param>
/// <param name="Spread">Cycles over the inputs.</param>
/// <param name="MedianSample">The input whose cycles are the median.</param>
/// <param name="LastOutputs">The outputs of the last input evaluated, in the dataset's order.</param>
public sealed record Evaluation(AccuracyResult Accuracy, CycleSpread Spread, Sample MedianSample, byte[][] LastOutputs)
{
    /// <summary>Evaluates a dataset.</summary>
    /// <param name="model">The network.</param>
    /// <param name="boot">Makes a booted board; called once per worker. All must behave alike.</param>
    /// <param name="dataset">The labelled inputs.</param>
    /// <param name="workers">Threads, each with a board of its own.</param>
    /// <param name="progress">Told after every input, or null.</param>
    /// <param name="cancellation">Stops after the inputs under way; the result then covers what was done.</param>
    /// <returns>The result, which does not depend on the number of workers; null when cancelled before the first input was done.</returns>
    /// <exception cref="McuSimException">An input cannot be read, or the firmware faulted.</exception>
    public static Evaluation? Run(
        Model model, Func<NetworkRunner> boot, Dataset dataset, int workers, IProgress<EvaluationProgress>? progress,
        CancellationToken cancellation)
    {
        var samples = dataset.Samples;
        var results = new Inference?[samples.Length];
        var running = new RunningTotal(samples.Length, progress);
        int next = -1;
        Tensor output = model.Graph.Outputs[0];

        void Work()
        {
            using NetworkRunner runner = boot();
            var input = new byte[model.Graph.Inputs[0].ByteCount];
            int i;
            while (!cancellation.IsCancellationRequested && (i = Interlocked.Increment(ref next)) < samples.Length)
            {
                samples[i].ReadInto(input);
                Inference inference;
                try
                {
                    inference = runner.Run([input], cancellation);
                }
                catch (OperationCanceledException)
                {
                    return;
                }

                results[i] = inference;
                running.Add(Scores.Largest(Scores.Of(output, inference.Outputs[0])) == samples[i].Label);
            }
        }

        RunWorkers(Work, Math.Min(workers, samples.Length), () => Volatile.Write(ref next, samples.Length));
        return Summarise(output, dataset, results);
    }

    private static void RunWorkers(Action work, int workers, Action stopOthers)
    {
        Exception? first = null;
        void Guarded()
        {
            try
            {
                work();
            }
            catch (Exception e)
            {
                if (Interlocked.CompareExchange(ref first, e, null) is null) stopOthers();
            }
        }

        var threads = new Thread[workers];
        for (int i = 0; i < workers; i++)
        {
            threads[i] = new Thread(Guarded) { IsBackground = true, Name = $"evaluation {i}" };
            threads[i].Start();
        }

        foreach (Thread thread in threads) thread.Join();
        if (first is not null) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(first);
    }

    private static Evaluation? Summarise(Tensor output, Dataset dataset, Inference?[] results)
    {
        var counter = new AccuracyCounter(dataset.ClassNames);
        var crc = new System.IO.Hashing.Crc32();
        var cycles = new List<(long Cycles, int Index)>();
        for (int i = 0; i < results.Length; i++)
        {
            if (results[i] is not { } inference) continue;
            counter.Add(dataset.Samples[i].Label, Scores.Of(output, inference.Outputs[0]));
            foreach (byte[] bytes in inference.Outputs) crc.Append(bytes);
            cycles.Add((inference.Cycles, i));
        }

        if (cycles.Count == 0) return null;
        int last = cycles[^1].Index;
        cycles.Sort();
        (long median, int medianIndex) = cycles[(cycles.Count - 1) / 2];
        return new(
            counter.Result(Hexadecimal.Of(crc), complete: cycles.Count == results.Length),
            new CycleSpread(cycles[0].Cycles, median, cycles[^1].Cycles),
            dataset.Samples[medianIndex],
            results[last]!.Outputs);
    }

    /// <summary>Counts what several workers have done and passes it on, one report at a time.</summary>
    private sealed class RunningTotal(int total, IProgress<EvaluationProgress>? progress)
    {
        private int done;
        private int correct;

        public void Add(bool isCorrect)
        {
            lock (this)
            {
                done++;
                if (isCorrect) correct++;
                progress?.Report(new(done, total, correct));
            }
        }
    }
}
