using System.CommandLine;
using System.Globalization;

using McuSim.Common;
using McuSim.Measurement;

namespace McuSim.Cli.Commands;

/// <summary><c>--check-memory</c>: whether every read of the arena finds what the plan says.</summary>
internal sealed class MemoryCheckOption
{
    /// <summary>The option.</summary>
    public Option<bool> Option { get; } = new("--check-memory")
    {
        Description = "Also run an inference in which every byte of the arena remembers its tensor and row, and report the first read that does not find what the memory plan says (exit code 5).",
    };

    /// <summary>Checks every board that the network fits, where asked for, and prints a line for each.</summary>
    /// <exception cref="McuSimException">A read was not as planned (exit code 5).</exception>
    public void Run(
        CommandContext context, ParseResult parsed, IEnumerable<MeasurementRequest> requests, IReadOnlyList<byte[]>? inputs, CancellationToken cancellation)
    {
        if (!parsed.GetValue(Option)) return;
        foreach (MeasurementRequest request in requests)
        {
            MemoryCheck check = MemoryCheck.Run(request, inputs, cancellation);
            if (check.Error is { } error)
                throw new McuSimException(ExitCode.FirmwareFault, $"{request.Model.Name} on {request.Board.Name} does not keep to its memory plan: {error}; report this with 'plan.txt' of 'mcusim build'.");
            context.Output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"Memory check on {request.Board.Name}: {check.ReadBytes:N0} bytes read and {check.WrittenBytes:N0} written in the arena, each where the plan has its tensor."));
        }
    }
}
