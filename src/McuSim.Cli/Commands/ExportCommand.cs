using System.CommandLine;

using McuSim.Models;
using McuSim.Reports;

namespace McuSim.Cli.Commands;

/// <summary><c>mcusim export</c>: a network as a .tflite file.</summary>
internal static class ExportCommand
{
    public static Command Create(CommandContext context)
    {
        var model = new Argument<string>("MODEL") { Description = ModelArgument.Description };
        var output = new Argument<string>("OUT") { Description = "The .tflite file to write; one that exists is replaced." };
        var command = new Command("export", "Writes a network as a .tflite file: of the zoo with its random weights, or a file with shape arithmetic folded and dead operators left out.") { model, output };
        command.SetAction(parsed =>
        {
            Model network = ModelArgument.Load(parsed.GetRequiredValue(model));
            byte[] bytes = ModelWriter.Write(network.Graph);
            string path = parsed.GetRequiredValue(output);
            ReportFile.Write(path, stream => stream.Write(bytes), "model file");
            context.Output.WriteLine(string.Create(
                System.Globalization.CultureInfo.InvariantCulture, $"{path}: {network.Name}, {network.Graph.Operators.Length} operators, {bytes.Length:N0} bytes"));
            return 0;
        });
        return command;
    }
}
