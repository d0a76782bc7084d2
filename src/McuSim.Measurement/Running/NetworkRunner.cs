using McuSim.Boards;
using McuSim.Codegen;
using McuSim.Common;
using McuSim.Machine;
using McuSim.Models;

namespace McuSim.Measurement;

/// <summary>
/// A simulated board that has booted generated firmware and waits for inputs. Every inference starts from the same captured state of
/// memory, registers, caches and predictors, so equal inputs give equal results in any order. One thread at a time may use it.
/// </summary>
public sealed class NetworkRunner : INetworkEngine
{
    private readonly Graph graph;
    private readonly McuMachine machine;
    private readonly TimingGroup? group;
    private readonly RunLimits limits;
    private readonly uint wait;
    private readonly uint arena;
    private readonly uint[] units;
    private readonly uint[] inputs;
    private readonly uint[] outputs;
    private readonly uint[] states;
    private readonly MachineSnapshot ready;
    private readonly TimingGroupState? readyTiming;

    private NetworkRunner(Firmware firmware, IReadOnlyList<MeasurementRequest> requests, bool timed, bool measureMemory, CancellationToken cancellation, TranslationOptions? translation = null)
    {
        Firmware = firmware;
        limits = requests[0].Limits;
        graph = firmware.Model.Graph;
        Image = ElfReader.Read(firmware.ElfPath);
        var symbols = new NetworkSymbols(Image);
        wait = symbols[FirmwareSymbols.Wait].Address;
        arena = symbols[FirmwareSymbols.Arena].Address;
        units = [.. firmware.Plan.Units.Select(u => symbols[u.Name].Address)];
        inputs = symbols.Inputs(graph.Inputs.Length);
        outputs = symbols.Outputs(graph.Outputs.Length);
        states = symbols.States(graph.States.Length);

        machine = new McuMachine(requests[0].Board, Image, new MachineOptions
        {
            Accesses = timed ? RecordedAccesses.All : RecordedAccesses.None,
            Translation = translation ?? TranslationOptions.Default,
        });
        group = timed ? new TimingGroup(machine, followsChip: false, LayerSegments.Of(firmware.Plan, symbols)) : null;
        Boards = group is null ? [] : [.. requests.Select(r => TimingOf(group, r))];
        if (measureMemory)
        {
            Meter = new MemoryMeter(arena, firmware.Plan.ArenaBytes, symbols[FirmwareSymbols.StackLimit].Address, symbols[FirmwareSymbols.StackTop].Address);
            machine.Observers.Add(Meter);
        }

        machine.RunTo(wait, limits, cancellation);
        Infer(PseudoRandomInput.For(graph), cancellation); // the caches are warm from here on, as they are in a device that infers again and again
        ready = machine.Capture();
        readyTiming = group?.Capture();
    }

    /// <summary>The firmware.</summary>
    public Firmware Firmware { get; }

    /// <summary>The firmware's image.</summary>
    public FirmwareImage Image { get; }

    /// <summary>Watches memory from reset on, when asked for.</summary>
    internal MemoryMeter? Meter { get; }

    /// <summary>The cycles of the last inference on every board, in the order of the requests; none where nothing is timed.</summary>
    internal IReadOnlyList<BoardTiming> Boards { get; }

    /// <summary>Boots a board: runs the start-up code and one inference to warm the caches.</summary>
    /// <param name="firmware">The network, built for <paramref name="board"/>.</param>
    /// <param name="board">The board.</param>
    /// <param name="limits">How long the start-up, and then each inference, may run.</param>
    /// <param name="cancellation">Stops the boot.</param>
    /// <param name="translation">What is translated (<see cref="MachineOptions.Translation"/>); the result is the same. Null for the default.</param>
    /// <exception cref="FirmwareFaultException">The firmware faulted (exit code 5).</exception>
    /// <exception cref="McuSimException">A limit was reached (exit code 6), or the emulator's library is missing (3).</exception>
    public static NetworkRunner Boot(Firmware firmware, Board board, RunLimits limits, CancellationToken cancellation = default, TranslationOptions? translation = null) =>
        new(firmware, [new(firmware.Model, board, new BuildOptions(), limits)], timed: true, measureMemory: false, cancellation, translation);

    /// <summary>As <see cref="Boot"/>, without timing: several times faster, and <see cref="Inference.Cycles"/> are 0.</summary>
    /// <param name="firmware">The network, built for <paramref name="board"/>.</param>
    /// <param name="board">The board.</param>
    /// <param name="limits">How long the start-up, and then each inference, may run.</param>
    /// <param name="cancellation">Stops the boot.</param>
    /// <param name="translation">What is translated (<see cref="MachineOptions.Translation"/>); the result is the same. Null for the default.</param>
    /// <exception cref="FirmwareFaultException">The firmware faulted (exit code 5).</exception>
    /// <exception cref="McuSimException">A limit was reached (exit code 6), or the emulator's library is missing (3).</exception>
    public static NetworkRunner BootUntimed(Firmware firmware, Board board, RunLimits limits, CancellationToken cancellation = default, TranslationOptions? translation = null) =>
        new(firmware, [new(firmware.Model, board, new BuildOptions(), limits)], timed: false, measureMemory: false, cancellation, translation);

    /// <summary>As <see cref="Boot"/>, watching memory from reset on, and timing the run for every request's board and what it is compared with.</summary>
    internal static NetworkRunner BootWatched(Firmware firmware, IReadOnlyList<MeasurementRequest> requests, CancellationToken cancellation) =>
        new(firmware, requests, timed: true, measureMemory: true, cancellation);

    /// <summary>Runs one inference.</summary>
    /// <param name="inputBytes">The bytes of every input, in the model's order.</param>
    /// <param name="cancellation">Stops the run.</param>
    /// <exception cref="ArgumentException">An input has the wrong number of bytes.</exception>
    /// <exception cref="FirmwareFaultException">The firmware faulted (exit code 5).</exception>
    /// <exception cref="McuSimException">A limit was reached (exit code 6).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public Inference Run(IReadOnlyList<byte[]> inputBytes, CancellationToken cancellation = default)
    {
        Prepare();
        return Infer(inputBytes, cancellation);
    }

    /// <inheritdoc/>
    public Inference Continue(IReadOnlyList<byte[]> inputBytes, CancellationToken cancellation = default)
    {
        byte[][] left = [.. states.Select((address, i) => Read(address, graph.States[i].Tensor.ByteCount))];
        Prepare();
        for (int i = 0; i < left.Length; i++) Write(states[i], left[i]);
        return Infer(inputBytes, cancellation);
    }

    /// <summary>Runs one inference and copies the arena after every function that it calls (<see cref="Plan.Units"/>).</summary>
    internal byte[][] ArenaAfterUnits(IReadOnlyList<byte[]> inputBytes, CancellationToken cancellation)
    {
        Prepare();
        WriteInputs(inputBytes);
        var copies = new byte[units.Length][];
        for (int i = 0; i <= units.Length; i++)
        {
            machine.RunTo(i < units.Length ? units[i] : wait, limits, cancellation);
            if (i > 0) copies[i - 1] = Read(arena, Firmware.Plan.ArenaBytes);
        }

        return copies;
    }

    /// <summary>Runs an inference once more and writes down its calls, as one board times them.</summary>
    internal CallRecorder RecordCalls(BoardTiming timing, IReadOnlyList<byte[]> inputBytes, CancellationToken cancellation)
    {
        uint stackTop = machine.InitialStackPointer;
        var recorder = new CallRecorder(stackTop);
        var calls = new CallProfiler(timing.Model, machine, new StackWatch(timing.Board.RegionAt(stackTop - 4), stackTop)) { Recorder = recorder };
        int place = machine.Observers.IndexOf(timing.Model);
        machine.Observers[place] = calls; // it hands all events on to the timing
        Run(inputBytes, cancellation);
        machine.Observers[place] = timing.Model;
        calls.Finish();
        return recorder;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ready.Dispose();
        machine.Dispose();
    }

    private BoardTiming TimingOf(TimingGroup timings, MeasurementRequest request)
    {
        var timing = new BoardTiming(timings, request.Board, Image, request.WhatIfs);
        machine.Observers.Add(timing.Model);
        if (request.Advises) timing.Advise(AdviceCandidate.For(request.Board, Image, followsChip: false, movesCode: true));
        return timing;
    }

    private void Prepare()
    {
        machine.Restore(ready);
        group?.Restore(readyTiming!);
        for (int i = 0; i < states.Length; i++) Write(states[i], graph.States[i].Initial.Span);
    }

    private void WriteInputs(IReadOnlyList<byte[]> inputBytes)
    {
        for (int i = 0; i < inputs.Length; i++)
        {
            int length = graph.Inputs[i].ByteCount;
            if (inputBytes[i].Length != length)
                throw new ArgumentException($"Input {i} has {inputBytes[i].Length} bytes instead of {length}.", nameof(inputBytes));
            Write(inputs[i], inputBytes[i]);
            Meter?.Touch(inputs[i], length);
        }
    }

    /// <summary>Bytes of the arena, which may reach from one memory of the chip into the next.</summary>
    private byte[] Read(uint address, int length)
    {
        var bytes = new byte[length];
        return machine.TryRead(address, bytes) ? bytes : machine.Memory(address, length).ToArray(); // the latter says what is wrong
    }

    private void Write(uint address, ReadOnlySpan<byte> bytes)
    {
        if (!machine.TryWrite(address, bytes)) bytes.CopyTo(machine.Memory(address, bytes.Length));
    }

    private Inference Infer(IReadOnlyList<byte[]> inputBytes, CancellationToken cancellation)
    {
        WriteInputs(inputBytes);
        group?.ResetCounters();
        long before = machine.InstructionsExecuted;
        machine.RunTo(wait, limits, cancellation);
        var results = new byte[outputs.Length][];
        for (int i = 0; i < outputs.Length; i++)
        {
            results[i] = Read(outputs[i], graph.Outputs[i].ByteCount);
            Meter?.Touch(outputs[i], results[i].Length);
        }

        return group is null ? new(results, 0, machine.InstructionsExecuted - before) : new(results, Boards[0].Model.Cycles, Boards[0].Model.Instructions);
    }
}
