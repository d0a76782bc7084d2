using McuSim.Codegen;
using McuSim.Common;
using McuSim.Machine;

namespace McuSim.Measurement;

/// <summary>What following every access to the arena during one inference showed.</summary>
/// <param name="ReadBytes">Bytes that layers read.</param>
/// <param name="WrittenBytes">Bytes that layers wrote.</param>
/// <param name="Error">The first access that was not as planned, with its layer and tensor; null when there was none.</param>
public sealed record MemoryCheck(long ReadBytes, long WrittenBytes, string? Error)
{
    /// <summary>Runs one inference on a simulated board and checks that every read of the arena finds the tensor that the plan says is there.</summary>
    /// <param name="request">Network, board and options.</param>
    /// <param name="inputs">The bytes of every input, in the model's order; null for <see cref="PseudoRandomInput"/>.</param>
    /// <param name="cancellation">Stops the build or the run.</param>
    /// <exception cref="McuSimException">The network does not fit, the firmware faulted or a limit was reached.</exception>
    public static MemoryCheck Run(MeasurementRequest request, IReadOnlyList<byte[]>? inputs = null, CancellationToken cancellation = default) =>
        Run(FirmwareGenerator.Build(request.Model, request.Board, request.Options, outputDirectory: null, cancellation), request, inputs, cancellation);

    /// <summary>The same for firmware that is there.</summary>
    internal static MemoryCheck Run(Firmware firmware, MeasurementRequest request, IReadOnlyList<byte[]>? inputs, CancellationToken cancellation)
    {
        FirmwareImage image = ElfReader.Read(firmware.ElfPath);
        var symbols = new NetworkSymbols(image);
        uint wait = symbols[FirmwareSymbols.Wait].Address;
        using var machine = new McuMachine(request.Board, image);
        var watch = new ArenaWatch(image, symbols, firmware.Plan);
        machine.Observers.Add(watch);
        machine.RunTo(wait, request.Limits, cancellation);
        inputs ??= PseudoRandomInput.For(request.Model.Graph);
        uint[] addresses = symbols.Inputs(inputs.Count);
        for (int i = 0; i < addresses.Length; i++)
        {
            if (!machine.TryWrite(addresses[i], inputs[i])) inputs[i].CopyTo(machine.Memory(addresses[i], inputs[i].Length)); // which says what is wrong
            watch.WriteInput(addresses[i], inputs[i].Length);
        }

        uint[] states = symbols.States(request.Model.Graph.States.Length);
        for (int i = 0; i < states.Length; i++) watch.WriteInput(states[i], request.Model.Graph.States[i].Tensor.ByteCount);
        machine.RunTo(wait, request.Limits, cancellation);
        uint[] outputs = symbols.Outputs(request.Model.Graph.Outputs.Length);
        for (int i = 0; i < outputs.Length; i++) watch.ReadOutput(outputs[i], request.Model.Graph.Outputs[i].ByteCount, FirmwareSymbols.Output(i));
        return new(watch.ReadBytes, watch.WrittenBytes, watch.Error);
    }
}
