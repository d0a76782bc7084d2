using System.Collections.Immutable;

using McuSim.Boards;
using McuSim.Datasets;
using McuSim.Machine;

namespace McuSim.Measurement;

/// <summary>The result of an MLPerf Tiny run.</summary>
/// <param name="Benchmark">kws, vww, ic or ad.</param>
/// <param name="Image">The image's file name.</param>
/// <param name="Board">The board.</param>
/// <param name="DeviceName">What the firmware calls itself.</param>
/// <param name="Milliseconds">Median latency between the time stamps, without the printing between them.</param>
/// <param name="Cycles">The same in core cycles.</param>
/// <param name="TimeStampPin">The pin on which firmware for energy measurements marks the time; null for firmware that prints it.</param>
/// <param name="Accuracy">Accuracy over the data; null without data, and for scores that are no classes.</param>
/// <param name="Scores">Scores of each input where they are no classes (anomaly detection), in the data's order.</param>
public sealed record MlperfReport(
    string Benchmark, string Image, BoardInfo Board, string DeviceName, double Milliseconds, long Cycles, string? TimeStampPin,
    AccuracyResult? Accuracy, ImmutableArray<double> Scores)
{
    /// <summary>Settings of the firmware that cost time in an inference, most first.</summary>
    public ImmutableArray<Advice> Advice { get; init; } = [];
}

/// <summary>Plays the host's side of the EEMBC serial protocol.</summary>
public static class MlperfMeasurement
{
    private const int LatencyInputs = 3;
    private const int WarmUp = 1;

    /// <summary>Runs an image.</summary>
    /// <param name="benchmark">Which benchmark it was built for.</param>
    /// <param name="board">The board.</param>
    /// <param name="image">The firmware.</param>
    /// <param name="data">Labelled inputs, or null to measure latency on whatever the device's memory holds.</param>
    /// <param name="limits">How long the firmware may take to answer one command.</param>
    /// <param name="progress">Told after every input, or null.</param>
    /// <param name="cancellation">Stops the run.</param>
    /// <exception cref="FirmwareFaultException">The firmware faulted (exit code 5).</exception>
    /// <exception cref="Common.McuSimException">It did not answer within the limits (6), or not as the protocol says (2).</exception>
    public static MlperfReport Run(
        MlperfBenchmark benchmark, Board board, FirmwareImage image, Dataset? data, RunLimits limits, IProgress<EvaluationProgress>? progress,
        CancellationToken cancellation = default)
    {
        using var device = new MlperfDevice(board, image, limits, sound: null, cancellation);
        (MlperfAnswer latency, ImmutableArray<long> totals) = Latency(device, data, benchmark, cancellation);
        ImmutableArray<Advice> advice = device.Timing.Advice(latency.Microseconds / 1000, totals);
        (AccuracyResult? accuracy, ImmutableArray<double> scores) = data is null ? (null, []) : Accuracy(device, data, benchmark, progress, cancellation);
        return new(
            benchmark.Name, Path.GetFileName(image.Path), Describe.Board(board), device.Name,
            latency.Microseconds / 1000, latency.Cycles, latency.Pin, accuracy, scores)
        {
            Advice = advice,
        };
    }

    /// <summary>Two inferences less one: what is printed between the time stamps falls out.</summary>
    private static (MlperfAnswer Answer, ImmutableArray<long> Totals) Latency(MlperfDevice device, Dataset? data, MlperfBenchmark benchmark, CancellationToken cancellation)
    {
        var answers = new List<(MlperfAnswer Answer, ImmutableArray<long> Totals)>();
        var input = new byte[benchmark.Input.Bytes];

        // Without data all inputs are the same, and so are all latencies once the caches are warm.
        int inputs = data is null ? 1 : LatencyInputs;
        if (data is null) device.Infer(WarmUp, cancellation);
        for (int i = 0; i < inputs; i++)
        {
            if (data is not null)
            {
                data.Samples[i % data.Samples.Length].ReadInto(input);
                device.Load(input, cancellation);
            }

            ImmutableArray<long> begin = device.Timing.Totals();
            MlperfAnswer once = device.Infer(1, cancellation);
            ImmutableArray<long> middle = device.Timing.Totals();
            MlperfAnswer twice = device.Infer(2, cancellation);
            ImmutableArray<long> end = device.Timing.Totals();
            answers.Add((
                twice with { Microseconds = twice.Microseconds - once.Microseconds, Cycles = twice.Cycles - once.Cycles },
                [.. end.Select((total, n) => total - middle[n] - (middle[n] - begin[n]))]));
        }

        return answers.OrderBy(a => a.Answer.Cycles).ElementAt(inputs / 2);
    }

    private static (AccuracyResult? Accuracy, ImmutableArray<double> Scores) Accuracy(
        MlperfDevice device, Dataset data, MlperfBenchmark benchmark, IProgress<EvaluationProgress>? progress, CancellationToken cancellation)
    {
        var counter = benchmark.Classes > 1 ? new AccuracyCounter(data.ClassNames) : null;
        var scores = ImmutableArray.CreateBuilder<double>();
        var input = new byte[benchmark.Input.Bytes];
        for (int i = 0; i < data.Samples.Length; i++)
        {
            data.Samples[i].ReadInto(input);
            device.Load(input, cancellation);
            MlperfAnswer answer = device.Infer(1, cancellation);
            if (counter is null) scores.Add(answer.Scores[0]);
            else counter.Add(data.Samples[i].Label, answer.Scores);
            progress?.Report(new(i + 1, data.Samples.Length, counter?.Correct ?? 0));
        }

        return (counter?.Result("00000000", complete: true), scores.ToImmutable());
    }
}
