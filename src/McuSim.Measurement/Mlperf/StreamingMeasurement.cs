using System.Collections.Immutable;
using System.Globalization;

using McuSim.Boards;
using McuSim.Common;
using McuSim.Datasets.Audio;
using McuSim.Machine;

namespace McuSim.Measurement;

/// <summary>The result of the streaming wake-word benchmark (MLPerf Tiny v1.3): a board hears a sound over its serial audio interface and looks for a word in every frame.</summary>
/// <param name="Image">The image's file name.</param>
/// <param name="Board">The board.</param>
/// <param name="DeviceName">What the firmware calls itself.</param>
/// <param name="Milliseconds">Median time in which a frame is processed: the pulse on <paramref name="ProcessingPin"/>. Its inverse is the published throughput.</param>
/// <param name="Cycles">The same in core cycles.</param>
/// <param name="PeriodMilliseconds">Mean time from one frame to the next.</param>
/// <param name="DutyCycle">Mean share of the time that is processing, as it is published.</param>
/// <param name="ProcessingPin">The pin that is high meanwhile.</param>
/// <param name="Frames">How many frames were processed.</param>
/// <param name="Sounds">What was found in each sound; empty without data.</param>
public sealed record StreamingReport(
    string Image, BoardInfo Board, string DeviceName, double Milliseconds, long Cycles, double PeriodMilliseconds, double DutyCycle, string ProcessingPin, int Frames, ImmutableArray<StreamingResult> Sounds);

/// <summary>What was found in one sound.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="Detections">When the board told a detection, in seconds.</param>
/// <param name="Found">Words found.</param>
/// <param name="Missed">Words missed.</param>
/// <param name="False">Detections where no word is, those within a second taken as one.</param>
public sealed record StreamingResult(string Name, ImmutableArray<double> Detections, int Found, int Missed, int False);

/// <summary>Plays the host's and the interface board's side of the streaming wake-word benchmark.</summary>
public static class StreamingMeasurement
{
    private const double SilentSeconds = 2, Tolerance = 2, Debounce = 1; // as the runner counts (streaming_ww_utils.py): twice one second after the word's end
    private const int SilentRate = 16_000;

    /// <summary>Runs an image.</summary>
    /// <param name="board">The board.</param>
    /// <param name="image">The firmware.</param>
    /// <param name="tests">The sounds; empty for two seconds of silence, which give the time per frame.</param>
    /// <param name="limits">How long the firmware may take to answer one command.</param>
    /// <param name="cancellation">Stops the run.</param>
    /// <exception cref="FirmwareFaultException">The firmware faulted (exit code 5).</exception>
    /// <exception cref="McuSimException">It did not answer within the limits (6), or not as the protocol says (2).</exception>
    public static StreamingReport Run(Board board, FirmwareImage image, IReadOnlyList<StreamingTest> tests, RunLimits limits, CancellationToken cancellation = default)
    {
        if (!SoundInput.Ports(board).Any())
            throw McuSimException.BadInput($"The chip of board {board.Name} has no serial audio interface (device: sai) that could hear a sound: the streaming wake-word benchmark needs one.");
        var frames = new List<Pulse>();
        var results = ImmutableArray.CreateBuilder<StreamingResult>();
        string name = "", pin = "";
        foreach (StreamingTest? test in tests.Count > 0 ? tests : [null!])
        {
            AudioClip sound = test is null ? new AudioClip(SilentRate, []) : WavReader.Read(Path.Combine(test.Folder, test.WavFile));
            using var device = new MlperfDevice(board, image, limits, sound, cancellation);
            ILookup<string, Pulse> pulses = Pulse.Of(device.Listen(test?.Seconds ?? SilentSeconds, cancellation)).ToLookup(p => p.Pin);
            name = device.Name;
            IGrouping<string, Pulse>? processing = pulses.OrderByDescending(p => p.Count()).FirstOrDefault(p => p.Count() > 2);
            pin = processing?.Key ?? throw McuSimException.BadInput($"{image.Path} pulsed no pin while it heard a sound: this is no firmware of the streaming wake-word benchmark, or it hears nothing at {string.Join(", ", SoundInput.Ports(board))}.");
            frames.AddRange(processing.Skip(1)); // the first pulse marks the beginning only
            if (test is not null) results.Add(Score(test, pulses.Where(p => p.Key != pin).OrderByDescending(p => p.Count()).FirstOrDefault() ?? Enumerable.Empty<Pulse>()));
        }

        Pulse median = frames.OrderBy(f => f.Seconds).ElementAt(frames.Count / 2);
        double period = frames.Zip(frames.Skip(1)).Where(p => p.Second.Begin > p.First.Begin).Average(p => p.Second.Begin - p.First.Begin);
        return new(Path.GetFileName(image.Path), Describe.Board(board), name, median.Seconds * 1000, (long)median.Cycles, period * 1000, frames.Average(f => f.Seconds) / period, pin, frames.Count, results.ToImmutable());
    }

    /// <summary>Counts as the runner does; the first detection marks the beginning.</summary>
    private static StreamingResult Score(StreamingTest test, IEnumerable<Pulse> pulses)
    {
        double[] all = [.. pulses.Select(p => p.Begin)];
        List<double> left = [.. all.Skip(1).Select(t => t - all[0])];
        ImmutableArray<double> detections = [.. left];
        int found = 0;
        foreach (ImmutableArray<double> window in test.Windows)
        {
            if (left.RemoveAll(t => t >= window[0] && t <= window[1] + Tolerance) > 0) found++;
        }

        for (int i = 0; i < left.Count; i++)
        {
            double at = left[i];
            left.RemoveAll(t => t > at && t <= at + Debounce);
        }

        return new(test.WavFile, detections, found, test.Windows.Length - found, left.Count);
    }

    /// <summary>A pin's time at the level that it does not rest at.</summary>
    private readonly record struct Pulse(string Pin, double Begin, double Seconds, ulong Cycles)
    {
        internal static IEnumerable<Pulse> Of(IEnumerable<(PinChange Change, double Seconds)> changes)
        {
            foreach (var pin in changes.GroupBy(c => (c.Change.Port, c.Change.Pin)))
            {
                string name = string.Create(CultureInfo.InvariantCulture, $"{pin.Key.Port}{pin.Key.Pin}");
                foreach (var (rise, fall) in pin.Zip(pin.Skip(1)).Where(p => p.First.Change.High))
                    yield return new Pulse(name, rise.Seconds, fall.Seconds - rise.Seconds, fall.Change.Cycle - rise.Change.Cycle);
            }
        }
    }
}
