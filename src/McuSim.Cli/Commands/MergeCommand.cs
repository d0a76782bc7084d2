using System.CommandLine;

using McuSim.Boards;
using McuSim.Codegen;
using McuSim.Datasets;
using McuSim.Datasets.Preprocessing;
using McuSim.Machine;
using McuSim.Measurement;
using McuSim.Models;

namespace McuSim.Cli.Commands;

/// <summary><c>mcusim merge</c>: the results of slices as one report.</summary>
internal static class MergeCommand
{
    private const string Examples = """
        mcusim merge part1.jsonl part2.jsonl part3.jsonl --json report.json
        mcusim merge parts/*.jsonl --model net.tflite --data /data/imagenet/val    where the parts were made on another machine
        """;

    public static Command Create(CommandContext context)
    {
        var slices = new Argument<string[]>("FILE") { Description = "The files that 'mcusim eval --shard K/N --out FILE' wrote, in any order.", Arity = ArgumentArity.OneOrMore };
        var model = new Option<string?>("--model") { Description = "The network, where it is not where the slices had it.", HelpName = "FILE" };
        var data = new Option<string?>("--data", "-d") { Description = "The dataset, where it is not where the slices had it.", HelpName = "FOLDER|FILE" };
        var board = new Option<string?>("--board", "-b") { Description = "The board, where its file is not where the slices had it.", HelpName = "NAME" };
        var recipe = new Option<string?>("--recipe") { Description = "The recipe, where its file is not where the slices had it.", HelpName = "NAME|FILE" };
        var compared = new ComparisonOptions();
        var outputs = new OutputOptions();
        var command = new CommandWithExamples("merge", "Joins the slices of an evaluation to the report that one run over all inputs gives, byte for byte.", Examples) { slices, model, data, board, recipe };
        compared.AddTo(command);
        outputs.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            outputs.Check(parsed);
            string[] files = parsed.GetRequiredValue(slices);
            (EvaluationCommand before, Fidelity fidelity, bool againstInterpreter) = NetworkEvaluation.CommandOf(files[0]);
            string? modelPath = parsed.GetValue(model) ?? before.Model;
            Model network = ModelArgument.Load(modelPath);
            Recipe preparation = RecipeOption.Recipe(parsed.GetValue(recipe) ?? before.Recipe, before.Changes, modelPath, NetworkInput.FormatOf(network));
            if (before.FrontEnd is { } arithmetic) (network, preparation) = FrontEnd.OnBoard(network, preparation, Enum.Parse<AudioArithmetic>(arithmetic, ignoreCase: true));
            Dataset dataset = EvalCommand.Open(network, parsed.GetValue(data) ?? before.Data ?? EvalCommand.OwnData(modelPath), preparation, before.Limit);
            var build = new BuildOptions(Enum.Parse<OptimizationGoal>(before.Optimize, ignoreCase: true), PruneChannels: before.PruneChannels, Tune: before.Tune);
            MeasurementRequest request = KernelTuner.TuneIfWanted(
                new(network, BoardCatalog.Load(parsed.GetValue(board) ?? before.Board), build, RunLimits.None), null, cancellation);
            EvaluationOptions options = compared.AddTo(new() { Fidelity = fidelity, AgainstInterpreter = againstInterpreter }, parsed, dataset, network);
            BoardOutcome outcome = NetworkEvaluation.Merge(request, dataset, files, options, cancellation);
            return Task.FromResult(RunCommand.Finish(context, parsed, outputs, [outcome]));
        });
        return command;
    }
}
