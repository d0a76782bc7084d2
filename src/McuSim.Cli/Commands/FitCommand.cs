using System.CommandLine;

using McuSim.Boards;
using McuSim.Common;
using McuSim.Measurement;
using McuSim.Models;
using McuSim.Reports;

namespace McuSim.Cli.Commands;

/// <summary><c>mcusim fit</c>: a network on many boards.</summary>
internal static class FitCommand
{
    private const string All = "all";

    public static Command Create(CommandContext context)
    {
        var network = new NetworkOptions();
        var boards = new Option<string>("--boards", "-b")
        {
            Description = "Boards by name or board files, separated by commas; 'all' are those of 'mcusim boards'.",
            DefaultValueFactory = _ => All,
            HelpName = "all|NAME[,NAME...]",
        };
        var workers = new Option<int?>("--workers", "-w") { Description = "Boards simulated at a time; as many as this computer has cores by default.", HelpName = "N" };
        var outputs = new OutputOptions();
        var command = new Command("fit", "Shows which boards a network fits and how fast it runs there.");
        network.AddNetworkTo(command);
        command.Add(boards);
        command.Add(workers);
        outputs.AddTo(command);
        network.AddLimitsTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            int count = parsed.GetValue(workers) ?? Environment.ProcessorCount;
            if (count < 1) throw McuSimException.BadInput("--workers must be at least 1.");
            outputs.Check(parsed);
            IReadOnlyList<Board> chosen = Boards(parsed.GetRequiredValue(boards));
            Model model = network.Model(parsed);
            IReadOnlyList<SurveyedBoard> survey;
            using (var progress = new ConsoleProgress(context.ErrorConsole, $"fitting {model.Name}"))
            {
                int done = 0;
                progress.Report(0, chosen.Count);
                survey = BoardSurvey.Run(
                    model, chosen, network.Options(parsed), network.Limits(parsed), count,
                    board => progress.Report(Interlocked.Increment(ref done), chosen.Count, board), cancellation);
            }

            return Task.FromResult(Finish(context, model, survey, content => outputs.Write(context, parsed, content)));
        });
        return command;
    }

    private static IReadOnlyList<Board> Boards(string names) =>
        names.Equals(All, StringComparison.OrdinalIgnoreCase) ? [.. BoardCatalog.Names.Select(BoardCatalog.Load)] : NetworkOptions.Boards("--boards", names);

    private static int Finish(CommandContext context, Model model, IReadOnlyList<SurveyedBoard> survey, Action<ReportContent> write)
    {
        context.Output.WriteLine($"{model.Name}: {model.Graph.Macs.ToString("N0", System.Globalization.CultureInfo.InvariantCulture)} MACs in {model.Graph.Operators.Length} operators");
        SurveyPage.Write(context.Console, survey);
        if (!model.HasTrainedWeights) context.Output.WriteLine(" The weights are seeded random numbers: latency and memory hold, accuracy and outputs mean nothing.");
        write(ReportContent.Of(survey.Select(s => s.Outcome).OfType<BoardOutcome>()));
        if (survey.Any(s => s.Outcome is { Fits: true })) return (int)ExitCode.Done;
        return (int)(survey.FirstOrDefault(s => s.Problem is not null)?.Problem!.ExitCode ?? ExitCode.DoesNotFit);
    }
}
