using System.CommandLine;
using System.Globalization;

using McuSim.Common;
using McuSim.Datasets;
using McuSim.Datasets.Preprocessing;
using McuSim.Measurement;
using McuSim.Models;
using McuSim.Reports;

namespace McuSim.Cli.Commands;

/// <summary><c>mcusim eval</c>: accuracy over labelled inputs.</summary>
internal static class EvalCommand
{
    public static Command Create(CommandContext context)
    {
        var network = new NetworkOptions();
        var data = new Option<string>("--data", "-d")
        {
            Description = "A dataset as it is downloaded (Speech Commands, ImageNet, CIFAR-10), a folder with one sub-folder per class, or a labels file (docs/datasets.md).",
            HelpName = "FOLDER|FILE",
            Required = true,
        };
        var recipe = new RecipeOption();
        var frontEnd = new FrontEndOption();
        var limit = new Option<int?>("--limit") { Description = "Evaluate at most N inputs, spread evenly over the folder.", HelpName = "N" };
        var workers = new Option<int?>("--workers") { Description = "Boards simulated side by side; one per processor by default.", HelpName = "N" };
        var outputs = new OutputOptions();
        var command = new Command("eval", "Runs a network on every input of a dataset and reports accuracy, with cycles over the inputs.");
        network.AddTo(command);
        command.Add(data);
        recipe.AddTo(command);
        frontEnd.AddTo(command);
        command.Add(limit);
        command.Add(workers);
        outputs.AddTo(command);
        network.AddLimitsTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            int count = parsed.GetValue(workers) ?? Environment.ProcessorCount;
            if (count < 1) throw McuSimException.BadInput("--workers must be at least 1.");
            outputs.Check(parsed);
            Model model = network.Model(parsed);
            (model, Recipe preparation) = frontEnd.Apply(parsed, model, recipe.Recipe(parsed, network.ModelPath(parsed), NetworkInput.FormatOf(model)));
            var options = new DatasetOptions(NetworkInput.FormatOf(model))
            {
                Recipe = preparation,
                Limit = parsed.GetValue(limit),
                Classes = model.Graph.Outputs[0].Shape.ElementCount,
            };
            Dataset dataset = Dataset.Open(parsed.GetRequiredValue(data), options);
            MeasurementRequest request = new(model, network.Board(parsed, "eval"), network.Options(parsed), network.Limits(parsed));
            return Task.FromResult(Evaluate(context, request, dataset, count, outcome => RunCommand.Finish(context, parsed, outputs, [outcome]), cancellation));
        });
        return command;
    }

    private static int Evaluate(
        CommandContext context, MeasurementRequest request, Dataset dataset, int workers, Func<BoardOutcome, int> finish, CancellationToken cancellation)
    {
        BoardOutcome outcome;
        using (var progress = new ConsoleProgress(context.ErrorConsole, $"evaluating {request.Model.Name} on {request.Board.Name}"))
            outcome = NetworkMeasurement.Evaluate(request, dataset, workers, new Shown(progress), cancellation);

        int end = finish(outcome);
        if (outcome is not Report { Accuracy: { Complete: false } done }) return end;
        context.Error.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"mcusim: cancelled after {done.Samples} of {dataset.Samples.Length} inputs; the report covers these."));
        return (int)ExitCode.Cancelled;
    }

    /// <summary>Draws the progress on the console.</summary>
    private sealed class Shown(ConsoleProgress console) : IProgress<EvaluationProgress>
    {
        public void Report(EvaluationProgress value) => console.Report(
            value.Done, value.Total, string.Create(CultureInfo.InvariantCulture, $"{100.0 * value.Correct / value.Done:0.0} % right"));
    }
}
