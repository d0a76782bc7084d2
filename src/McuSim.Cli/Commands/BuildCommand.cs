using System.CommandLine;

using McuSim.Codegen;
using McuSim.Machine;
using McuSim.Measurement;

namespace McuSim.Cli.Commands;

/// <summary><c>mcusim build</c>: the firmware's sources and image, for the real chip.</summary>
internal static class BuildCommand
{
    public static Command Create(CommandContext context)
    {
        var network = new NetworkOptions();
        var output = new Option<string>("--out", "-o") { Description = "The folder to write to; made when it does not exist.", HelpName = "DIR", Required = true };
        var command = new Command("build", "Writes the generated C, the ELF image, the linker map and the memory plan of a network for a board.");
        network.AddTo(command);
        command.Add(output);
        command.SetAction((parsed, cancellation) =>
        {
            string folder = parsed.GetRequiredValue(output);
            var request = KernelTuner.TuneIfWanted(
                new MeasurementRequest(network.Model(parsed), network.Board(parsed, "build"), network.Options(parsed), new RunLimits()), null, cancellation);
            Firmware firmware = FirmwareGenerator.Build(request.Model, request.Board, request.Options, folder, cancellation);
            foreach (string file in Directory.EnumerateFiles(firmware.Directory, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
                context.Output.WriteLine(Path.Combine(folder, Path.GetRelativePath(firmware.Directory, file)));
            return Task.FromResult(0);
        });
        return command;
    }
}
