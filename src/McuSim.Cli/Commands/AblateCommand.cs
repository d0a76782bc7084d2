using System.CommandLine;

using McuSim.Boards;
using McuSim.Common;
using McuSim.Measurement;
using McuSim.Models;
using McuSim.Reports;

namespace McuSim.Cli.Commands;

/// <summary><c>mcusim ablate</c>: what each idea of the engine brings.</summary>
internal static class AblateCommand
{
    public static Command Create(CommandContext context)
    {
        var network = new NetworkOptions();
        var json = new Option<string?>("--json") { Description = "Also write the steps to this file as JSON.", HelpName = "FILE" };
        var command = new Command(
            "ablate",
            "Shows what each idea of the engine brings to a network: cycles, peak SRAM and flash from plain kernels to the whole engine. Example: mcusim ablate zoo:mcunet-vww1 --board stm32f746");
        network.AddTo(command);
        command.Add(json);
        network.AddLimitsTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            Board board = network.Board(parsed, "ablate");
            Model model = network.Model(parsed);
            IReadOnlyList<AblationStep> steps;
            using (var progress = new ConsoleProgress(context.ErrorConsole, $"taking {model.Name} apart"))
                steps = Ablation.Run(model, board, network.Options(parsed).Goal, network.Limits(parsed), (done, count, next) => progress.Report(done, count, next), cancellation);
            context.Output.WriteLine($"{model.Name} on {board.Name}");
            AblationPage.Write(context.Console, steps);
            if (parsed.GetValue(json) is { } path) ReportFile.Write(path, stream => AblationJson.Write(steps, stream), "ablation");
            return Task.FromResult((int)(steps[^1].Outcome.Fits ? ExitCode.Done : ExitCode.DoesNotFit));
        });
        return command;
    }
}
