using McuSim.Machine;
using McuSim.Machine.Debugging;
using McuSim.Machine.Tracing;

namespace McuSim.Measurement;

/// <summary>Runs firmware from reset to its end, with everything that watches it.</summary>
internal sealed class FirmwareRun : IDisposable
{
    private readonly FirmwareRequest request;
    private readonly RecordedOutput output;
    private readonly InputQueue input;
    private readonly Semihost semihost;
    private readonly TraceWriter? trace;

    /// <summary>Resets the board.</summary>
    public FirmwareRun(FirmwareRequest request)
    {
        this.request = request;
        output = new RecordedOutput(request.Output);
        input = request.Input as InputQueue ?? new InputQueue(request.Input);
        Machine = new McuMachine(request.Board, request.Image, new MachineOptions
        {
            Accesses = request.Timing ? RecordedAccesses.All : RecordedAccesses.None,
            Breakpoint = Breakpoint,
            Restarts = true,
            DeliverHandledFaults = true,
            Pins = request.Pins,
            Sounds = request.Sounds,
            PinChanged = Pins.Changed,
            Debuggable = request.Debugger is not null,
            Console = new TextSerialStream(output, request.ConsoleReceives ? input : null),
            Serial = request.Serial,
            TraceOutput = (_, value) => output.WriteByte(value),
        });
        if (request.Timing)
        {
            Timing = new TimingGroup(Machine, request.FollowsChip);
            Boards = [.. request.AlsoOn.Prepend(new TimedBoard(request.Board, request.WhatIfs)).Select(TimingOf)];
            Accesses = new AccessWatch(request.Board);
            Machine.Observers.Add(Accesses);
        }

        if (request.Trace is not null)
        {
            trace = new TraceWriter(request.Trace, Machine, hasAccesses: request.Timing);
            Machine.Observers.Add(trace);
        }

        semihost = new Semihost(new SemihostingOptions
        {
            Output = output,
            Input = input,
            Files = request.Files,
            CommandLine = string.Join(' ', request.Arguments.Prepend(Path.GetFileName(request.Image.Path)).Select(Quoted)),
            Cycles = () => Timing is null ? (ulong)Machine.InstructionsExecuted : (ulong)Math.Round(Timing.Seconds * request.Board.ClockHz),
            ClockHz = request.Board.ClockHz,
        });
    }

    /// <summary>The board.</summary>
    public McuMachine Machine { get; }

    /// <summary>Its time, when asked for.</summary>
    public TimingGroup? Timing { get; }

    /// <summary>Its cycles and calls on every board, the request's own first; empty when timing was not asked for.</summary>
    public IReadOnlyList<FirmwareTiming> Boards { get; } = [];

    /// <summary>Its memories, when timing was asked for.</summary>
    public AccessWatch? Accesses { get; }

    /// <summary>What it did to its output pins.</summary>
    public PinWatch Pins { get; } = new();

    /// <summary>What it printed.</summary>
    public ProgramOutput Printed => output.Printed;

    /// <summary>The program's exit code, once it has ended itself.</summary>
    public int? ExitCode => semihost.ExitCode;

    /// <summary>The first semihosting operation that there is none of, and where it was asked for; null for none.</summary>
    public (uint Operation, uint Address)? UnknownSemihosting => semihost.Unknown;

    /// <summary>Runs to the end.</summary>
    /// <returns>Why it ended.</returns>
    /// <exception cref="FirmwareFaultException">The program faulted.</exception>
    public StopReason Run(CancellationToken cancellation)
    {
        input.Limit(request.Limits.WallTime, cancellation);
        StopReason reason = request.Debugger?.Serve(Machine, () => ExitCode, cancellation) switch
        {
            GdbEnd.Exited => StopReason.Exited,
            GdbEnd.Killed => StopReason.Cancelled,
            _ => Machine.Run(null, request.Limits, cancellation),
        };
        return input.GaveUp ? cancellation.IsCancellationRequested ? StopReason.Cancelled : StopReason.TimeLimit : reason;
    }

    /// <summary>After the last run: completes the trace.</summary>
    public void FinishTrace() => trace?.Finish();

    /// <inheritdoc/>
    public void Dispose()
    {
        semihost.Dispose();
        trace?.Dispose();
        Machine.Dispose();
    }

    private FirmwareTiming TimingOf(TimedBoard timed)
    {
        uint stackTop = Machine.InitialStackPointer;
        var board = new BoardTiming(Timing!, timed.Board, request.Image, timed.WhatIfs);
        var stack = new StackWatch(timed.Board.RegionAt(stackTop - 4), stackTop);
        var calls = new CallProfiler(board.Model, Machine, stack) { Recorder = request.Record is null ? null : new CallRecorder(stackTop) };
        Machine.Observers.Add(calls);
        if (request.Advises) board.Advise(AdviceCandidate.For(timed.Board, request.Image, request.FollowsChip, movesCode: false));
        return new(board, calls, stack);
    }

    private BreakpointAction Breakpoint(McuMachine machine, byte immediate) =>
        immediate != Semihost.BreakpointValue ? request.Debugger is null ? BreakpointAction.Fault : BreakpointAction.Stop : semihost.Answer(machine) && !input.GaveUp ? BreakpointAction.Continue : BreakpointAction.Stop;

    private static string Quoted(string argument) => argument.Length > 0 && !argument.Contains(' ', StringComparison.Ordinal) ? argument : $"\"{argument}\"";
}

/// <summary>Cycles and calls of a run on one board.</summary>
/// <param name="Board">Its cycles.</param>
/// <param name="Calls">Its calls.</param>
/// <param name="Stack">Its stack.</param>
internal sealed record FirmwareTiming(BoardTiming Board, CallProfiler Calls, StackWatch Stack);
