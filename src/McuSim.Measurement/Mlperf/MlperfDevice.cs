using System.Diagnostics;
using System.Globalization;

using McuSim.Boards;
using McuSim.Common;
using McuSim.Datasets.Audio;
using McuSim.Machine;

namespace McuSim.Measurement;

/// <summary>
/// A simulated board that runs an MLPerf Tiny firmware image, spoken to over its serial port as the official runner does (the protocol of
/// eembc/energyrunner: commands end in %, answers in m-ready).
/// </summary>
internal sealed class MlperfDevice : IDisposable
{
    private const string Ready = "m-ready";
    private const long InstructionsPerLook = 200_000;
    private const ulong MostSeconds = 10; // of simulated time, where no limit is given: the slowest published image takes 4 s for two inferences
    private const int BytesPerLine = 32;

    private readonly SerialHost host = new();
    private readonly RunLimits limits;
    private readonly List<PinChange> pins = [];
    private readonly List<double> times = [];
    private (ulong Cycle, double Hz, double Seconds) clock;

    /// <summary>Resets the board and waits until the firmware is ready.</summary>
    /// <param name="board">The board.</param>
    /// <param name="image">The firmware.</param>
    /// <param name="limits">How long an answer may take.</param>
    /// <param name="sound">What every serial audio interface hears, or null.</param>
    /// <param name="cancellation">Stops the run.</param>
    public MlperfDevice(Board board, FirmwareImage image, RunLimits limits, AudioClip? sound, CancellationToken cancellation)
    {
        this.limits = limits;
        Machine = new McuMachine(board, image, new MachineOptions { Console = host, DeliverFaults = true, PinChanged = Changed, Sounds = [.. sound is null ? [] : SoundInput.Ports(board).Select(p => new SoundInput(p, sound.Samples, sound.SampleRate))] });
        Timing = new BoardTiming(new TimingGroup(Machine, followsChip: true), board, image, []);
        Machine.Observers.Add(Timing.Model);
        Timing.Advise(AdviceCandidate.For(board, image, followsChip: true, movesCode: false));
        Action? follow = Machine.SettingsChanged;
        clock.Hz = CoreHz;
        Machine.SettingsChanged = () =>
        {
            _ = Seconds();
            follow?.Invoke();
            clock.Hz = CoreHz;
        };
        WaitForReady("start", cancellation);
        Name = Lines(Ask("name%", cancellation), "m-name-").FirstOrDefault("");
    }

    /// <summary>The machine.</summary>
    public McuMachine Machine { get; }

    /// <summary>Its cycles.</summary>
    public BoardTiming Timing { get; }

    /// <summary>What the firmware calls itself.</summary>
    public string Name { get; }

    /// <summary>Sends one input.</summary>
    public void Load(ReadOnlySpan<byte> input, CancellationToken cancellation)
    {
        Ask(string.Create(CultureInfo.InvariantCulture, $"db load {input.Length}%"), cancellation);
        for (int i = 0; i < input.Length; i += BytesPerLine)
            Ask($"db {Convert.ToHexStringLower(input[i..Math.Min(i + BytesPerLine, input.Length)])}%", cancellation);
    }

    /// <summary>Runs inferences on the input loaded last.</summary>
    /// <param name="count">How many.</param>
    /// <param name="cancellation">Stops the run.</param>
    public MlperfAnswer Infer(int count, CancellationToken cancellation)
    {
        string text = Ask(string.Create(CultureInfo.InvariantCulture, $"infer {count} 0%"), cancellation);
        long[] laps = [.. Lines(text, "m-lap-us-").Select(lap => long.Parse(lap, CultureInfo.InvariantCulture))];
        PinWindow? onPin = laps.Length < 2 ? PinWindow.Find(pins) : null;
        if (laps.Length < 2 && onPin is null) throw Unexpected($"infer {count} 0%", text);
        string results = Lines(text, "m-results-").LastOrDefault() ?? throw Unexpected($"infer {count} 0%", text);
        float[] scores = [.. results.Trim('[', ']').Split(',').Select(value => float.Parse(value, CultureInfo.InvariantCulture))];
        if (onPin is { } window)
            return new(window.Cycles * 1e6 / CoreHz, (long)window.Cycles, window.Pin, scores);
        long microseconds = laps[^1] - laps[0];
        return new(microseconds, (long)Math.Round(microseconds * CoreHz / 1e6), null, scores);
    }

    /// <summary>Lets it hear its sound for a while, and gives the pins that changed meanwhile.</summary>
    /// <param name="seconds">How long, in simulated time.</param>
    /// <param name="cancellation">Stops the run.</param>
    /// <returns>Each change, and when it was in seconds.</returns>
    public IReadOnlyList<(PinChange Change, double Seconds)> Listen(double seconds, CancellationToken cancellation)
    {
        Ask("start%", cancellation);
        double end = Seconds() + seconds;
        while (Seconds() < end)
        {
            Machine.Run(null, new RunLimits(InstructionsPerLook), cancellation);
            cancellation.ThrowIfCancellationRequested();
        }

        (PinChange, double)[] changes = [.. pins.Zip(times)];
        Ask("stop%", cancellation);
        return changes;
    }

    /// <summary>The core's clock as the firmware set it up.</summary>
    public double CoreHz => Machine.Settings.CoreHz ?? Machine.Board.ClockHz;

    /// <inheritdoc/>
    public void Dispose() => Machine.Dispose();

    private void Changed(PinChange change)
    {
        pins.Add(change);
        times.Add(Seconds());
    }

    /// <summary>Simulated time, whatever clocks the firmware ran and slept at.</summary>
    private double Seconds()
    {
        ulong now = Machine.Cycles;
        clock = (now, clock.Hz, clock.Seconds + ((now - clock.Cycle) / clock.Hz));
        return clock.Seconds;
    }

    private string Ask(string command, CancellationToken cancellation)
    {
        pins.Clear();
        times.Clear();
        host.Command(command);
        WaitForReady(command, cancellation);
        return host.Text;
    }

    private void WaitForReady(string command, CancellationToken cancellation)
    {
        long first = Machine.InstructionsExecuted;
        long begun = Stopwatch.GetTimestamp();
        ulong lastCycle = limits == RunLimits.None ? Machine.Cycles + (MostSeconds * (ulong)Machine.Board.ClockHz) : ulong.MaxValue;
        long last = limits.Instructions is { } most ? first + most : long.MaxValue;
        while (!host.Text.Contains(Ready, StringComparison.Ordinal))
        {
            long left = last - Machine.InstructionsExecuted;
            StopReason reason;
            try
            {
                reason = left <= 0 ? StopReason.InstructionLimit : Machine.Run(null, new RunLimits(Math.Min(left, InstructionsPerLook)), cancellation);
            }
            catch (FirmwareFaultException e) when (e.Fault.Kind == FaultKind.SleepsForever && host.Text.Contains(Ready, StringComparison.Ordinal))
            {
                break; // it sleeps until the next command
            }

            cancellation.ThrowIfCancellationRequested();
            if (Machine.InstructionsExecuted >= last || Machine.Cycles > lastCycle || Stopwatch.GetElapsedTime(begun) > limits.WallTime)
            {
                uint place = Machine.ReadRegister(CoreRegister.Pc);
                throw new McuSimException(ExitCode.LimitReached, string.Create(CultureInfo.InvariantCulture,
                    $"{Machine.Image.Path} was not ready after '{command}' within {(limits == RunLimits.None ? $"{MostSeconds} s of simulated time" : "the limit")} and was stopped at 0x{place:x8}{Poll()}; give another limit, or see where it waits with 'mcusim firmware'."));
            }

            if (reason == StopReason.Exited) throw Unexpected(command, host.Text);
        }
    }

    private string Poll() => Machine.PolledRegister is { } register ? $", where it polls {register}" : "";

    private static IEnumerable<string> Lines(string text, string start) => text
        .Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries)
        .Where(line => line.StartsWith(start, StringComparison.Ordinal)).Select(line => line[start.Length..].Trim());

    private McuSimException Unexpected(string command, string text) => McuSimException.BadInput(
        $"{Machine.Image.Path} answered '{command}' with \"{text.ReplaceLineEndings(" ").Trim()}\": this is no firmware of the MLPerf Tiny runner.");
}

/// <summary>What a device answers to an inference command.</summary>
/// <param name="Microseconds">Between the first and the last time stamp.</param>
/// <param name="Cycles">The same in core cycles; of printed stamps at the board's clock.</param>
/// <param name="Pin">The pin that the time stamps were on; null when the device printed them by its own clock.</param>
/// <param name="Scores">The results it printed.</param>
internal sealed record MlperfAnswer(double Microseconds, long Cycles, string? Pin, float[] Scores);
