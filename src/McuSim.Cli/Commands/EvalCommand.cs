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
    private const string Examples = """
        mcusim eval kws.tflite --data speech_commands_v0.02 --fidelity native
        mcusim eval vww.tflite --data vww.csv --recipe stretch --board nucleo-l4r5zi --json vww.json
        mcusim eval net.tflite --data ILSVRC2012_img_val --recipe imagenet-torch --fidelity native --out net.jsonl --resume
        mcusim eval net.tflite --data images --shard 3/8 --out part3.jsonl     then: mcusim merge part*.jsonl
        mcusim eval wakeword.tflite --data clips     clips/0_other/*.npy, clips/1_word/*.npy: each an array of inputs in a row
        """;

    public static Command Create(CommandContext context)
    {
        var network = new NetworkOptions();
        var data = new Option<string?>("--data", "-d")
        {
            Description = "A dataset as it is downloaded (Speech Commands, ImageNet, CIFAR-10), a folder with one sub-folder per class, a table of numbers (.csv), an array with one input in each row (X_test.npy with y_test.npy), or a labels file (docs/datasets.md). For a network with variables, such as a streaming wake word, a file may hold a sequence: several inputs that run one after the other. The built-in network has clips of its own.",
            HelpName = "FOLDER|FILE",
        };
        var recipe = new RecipeOption();
        var frontEnd = new FrontEndOption();
        var limit = new Option<int?>("--limit") { Description = "Evaluate at most N inputs, spread evenly over the folder.", HelpName = "N" };
        var fidelity = new Option<Fidelity>("--fidelity")
        {
            Description = "board: every input on the simulated board, with its cycles. exact: on its core without timing. native: the same C compiled for this computer, after a sample of inputs was proven equal on the simulated core.",
            HelpName = "board|exact|native",
        };
        var verify = new Option<int>("--verify") { Description = "Inputs that native proves equal first.", DefaultValueFactory = _ => new EvaluationOptions().Verified, HelpName = "N" };
        var workers = new Option<int?>("--workers") { Description = "Inputs evaluated side by side; one per processor by default.", HelpName = "N" };
        var output = new Option<string?>("--out")
        {
            Description = "Write the result of every input to this file as it comes (JSON lines, docs/scaling.md), so that nothing is lost.",
            HelpName = "FILE",
        };
        var resume = new Option<bool>("--resume") { Description = "Go on with the results that are in --out." };
        var shard = new Option<string?>("--shard") { Description = "Evaluate the K-th of N equal parts of the dataset; 'mcusim merge' joins them.", HelpName = "K/N" };
        var compared = new ComparisonOptions();
        var outputs = new OutputOptions();
        var command = new CommandWithExamples("eval", "Runs a network on every input of a dataset and reports accuracy, with cycles over the inputs.", Examples);
        network.AddTo(command);
        command.Add(data);
        recipe.AddTo(command);
        frontEnd.AddTo(command);
        command.Add(limit);
        command.Add(fidelity);
        command.Add(verify);
        command.Add(workers);
        command.Add(output);
        command.Add(resume);
        command.Add(shard);
        compared.AddTo(command);
        outputs.AddTo(command);
        network.AddLimitsTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            int count = parsed.GetValue(workers) ?? Environment.ProcessorCount;
            if (count < 1) throw McuSimException.BadInput("--workers must be at least 1.");
            outputs.Check(parsed);
            if (parsed.GetValue(verify) < 1) throw McuSimException.BadInput("--verify must be at least 1.");
            if (parsed.GetValue(resume) && parsed.GetValue(output) is null) throw McuSimException.BadInput("--resume needs --out with the file to go on with.");
            Model model = network.Model(parsed);
            (model, Recipe preparation) = frontEnd.Apply(parsed, model, recipe.Recipe(parsed, network.ModelPath(parsed), NetworkInput.FormatOf(model)));
            Dataset dataset = Open(model, parsed.GetValue(data) ?? OwnData(network.ModelPath(parsed)), preparation, parsed.GetValue(limit));
            MeasurementRequest request = KernelTuner.TuneIfWanted(
                new(model, network.Board(parsed, "eval"), network.Options(parsed), network.Limits(parsed)), null, cancellation);
            EvaluationOptions options = compared.AddTo(
                new()
                {
                    Fidelity = parsed.GetValue(fidelity),
                    Verified = parsed.GetValue(verify),
                    Workers = count,
                    Shard = parsed.GetValue(shard) is { } text ? ShardOf(text) : null,
                    ResultsPath = parsed.GetValue(output),
                    Resume = parsed.GetValue(resume),
                    Command = new(
                        Absolute(network.ModelPath(parsed)), Absolute(network.BoardName(parsed))!, parsed.GetValue(data) is { } named ? Path.GetFullPath(named) : null, Absolute(recipe.Named(parsed)),
                        [.. recipe.Changes(parsed)], frontEnd.Name(parsed), parsed.GetValue(limit), request.Options.Goal.ToString().ToLowerInvariant(), request.Options.PruneChannels,
                        network.Options(parsed).Tune),
                },
                parsed, dataset, model);
            return Task.FromResult(Evaluate(context, request, dataset, options, outcome => RunCommand.Finish(context, parsed, outputs, [outcome]), cancellation));
        });
        return command;
    }

    /// <summary>Opens a dataset for a network.</summary>
    public static Dataset Open(Model model, string path, Recipe recipe, int? limit) => Dataset.Open(path, new DatasetOptions(NetworkInput.FormatOf(model))
    {
        Recipe = recipe,
        Limit = limit,
        Classes = NetworkEvaluation.Classes(model),
        Sequences = !model.Graph.States.IsEmpty,
    });

    /// <summary>What a network is evaluated on where nothing is said.</summary>
    public static string OwnData(string? modelPath) => modelPath is null
        ? BuiltInClips.Folder
        : throw McuSimException.BadInput($"Nothing says what to evaluate {modelPath} on: name a dataset with --data.");

    private static int Evaluate(
        CommandContext context, MeasurementRequest request, Dataset dataset, EvaluationOptions options, Func<BoardOutcome, int> finish, CancellationToken cancellation)
    {
        BoardOutcome outcome;
        using (var progress = new ConsoleProgress(context.ErrorConsole, $"evaluating {request.Model.Name} on {request.Board.Name}"))
        {
            TextWriter? lines = Console.IsErrorRedirected ? context.Error : null;
            outcome = NetworkEvaluation.Run(request, dataset, options, new EvaluationProgressLine(progress, lines, TimeProvider.System), cancellation);
        }

        int end = finish(outcome);
        if (outcome is not Report { Accuracy: { Complete: false } done }) return end;
        context.Error.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"mcusim: cancelled after {done.Samples} of {done.Dataset?.Slice?.Count ?? dataset.Samples.Length} inputs; the report covers these.{(options.ResultsPath is null ? "" : " Go on with --resume.")}"));
        return (int)ExitCode.Cancelled;
    }

    private static Shard ShardOf(string text)
    {
        string[] parts = text.Split('/');
        bool sound = parts.Length == 2 & int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            & int.TryParse(parts[^1], NumberStyles.None, CultureInfo.InvariantCulture, out int of);
        return sound && number >= 1 && number <= of ? new(number, of) : throw McuSimException.BadInput($"--shard {text} is no part of a whole: give one such as 3/8, from 1/8 to 8/8.");
    }

    /// <summary>A file's absolute path; a name that is no file stays.</summary>
    private static string? Absolute(string? nameOrFile) => nameOrFile is not null && File.Exists(nameOrFile) ? Path.GetFullPath(nameOrFile) : nameOrFile;
}
