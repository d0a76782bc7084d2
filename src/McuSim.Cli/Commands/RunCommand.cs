using System.CommandLine;

using McuSim.Boards;
using McuSim.Common;
using McuSim.Measurement;
using McuSim.Models;
using McuSim.Reports;

namespace McuSim.Cli.Commands;

/// <summary><c>mcusim run</c>: one inference per board.</summary>
internal static class RunCommand
{
    public static Command Create(CommandContext context)
    {
        var network = new NetworkOptions();
        var input = new Option<string?>("--input", "-i")
        {
            Description = "The network's input: a tensor (.bin, .npy), an image (.jpg, .png, .bmp, .ppm) or sound (.wav). Without it seeded random bytes.",
            HelpName = "FILE",
        };
        var recipe = new RecipeOption();
        var json = new Option<string?>("--json") { Description = "Also write the report to this file as JSON ('mcusim schema' describes it).", HelpName = "FILE" };
        var command = new Command("run", "Runs one inference of a network on each board and reports latency, memory and flash.");
        network.AddTo(command);
        command.Add(input);
        recipe.AddTo(command);
        command.Add(json);
        network.AddLimitsTo(command);
        command.SetAction((parsed, cancellation) =>
            Task.FromResult(Run(context, network, recipe, parsed, parsed.GetValue(input), parsed.GetValue(json), cancellation)));
        return command;
    }

    private static int Run(
        CommandContext context, NetworkOptions network, RecipeOption recipe, ParseResult parsed, string? inputPath, string? jsonPath,
        CancellationToken cancellation)
    {
        IReadOnlyList<Board> boards = network.Boards(parsed);
        Model model = network.Model(parsed);
        byte[][]? inputs = inputPath is null ? null : [recipe.Reader(parsed, network.ModelPath(parsed), NetworkInput.FormatOf(model)).Read(inputPath)];

        var outcomes = new List<BoardOutcome>();
        using (var progress = new ConsoleProgress(context.ErrorConsole, $"running {model.Name}"))
        {
            foreach (Board board in boards)
            {
                progress.Report(outcomes.Count, boards.Count, board.Name);
                outcomes.Add(NetworkMeasurement.Run(new(model, board, network.Options(parsed), network.Limits(parsed)), inputs, cancellation));
            }
        }

        return Finish(context, outcomes, jsonPath);
    }

    /// <summary>Prints outcomes, writes them as JSON where asked for, and says how it ended.</summary>
    public static int Finish(CommandContext context, IReadOnlyList<BoardOutcome> outcomes, string? jsonPath)
    {
        ConsoleReport.Write(context.Console, outcomes);
        if (jsonPath is not null) ReportFile.Write(jsonPath, new JsonReport(), outcomes);
        return (int)(outcomes.All(o => o.Fits) ? ExitCode.Done : ExitCode.DoesNotFit);
    }
}
