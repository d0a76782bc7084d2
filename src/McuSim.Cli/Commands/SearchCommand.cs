using System.CommandLine;
using System.Globalization;

using McuSim.Boards;
using McuSim.Codegen;
using McuSim.Common;
using McuSim.Measurement.Search;
using McuSim.Models;
using McuSim.Reports;

namespace McuSim.Cli.Commands;

/// <summary><c>mcusim search</c>: a network made for a board.</summary>
internal static class SearchCommand
{
    private const string Examples = """
        mcusim search --board stm32f746 --classes 2 --out best
        mcusim search --board nucleo-l4r5zi --max-latency 200ms --max-sram 64KB --max-flash 512KB
        mcusim search --board stm32h743 --score "python3 predictor.py" --out best
        """;

    public static Command Create(CommandContext context)
    {
        var board = new Option<string>("--board", "-b") { Description = "The board, by name or file.", DefaultValueFactory = _ => NetworkOptions.DefaultBoard, HelpName = "NAME" };
        var classes = Number("--classes", 1000, "Outputs of the network.");
        var optimize = new Option<OptimizationGoal>("--optimize", "-O")
        {
            Description = "What the generated firmware favours; 'memory' lets larger networks fit.",
            DefaultValueFactory = _ => OptimizationGoal.Memory,
            HelpName = "speed|balanced|memory",
        };
        var latency = new Option<string?>("--max-latency") { Description = "The longest inference, such as 100ms.", HelpName = "TIME" };
        var sram = new Option<string?>("--max-sram") { Description = "The most SRAM for tensors, scratch and stack, such as 64KB; all of the board's by default.", HelpName = "SIZE" };
        var flash = new Option<string?>("--max-flash") { Description = "The most flash, such as 512KB; all of the board's by default.", HelpName = "SIZE" };
        var samples = Number("--samples", 8, "Random networks of each width and resolution.");
        var population = Number("--population", 32, "Networks of a generation.");
        var generations = Number("--generations", 12, "Generations.");
        var finalists = Number("--finalists", 3, "Networks that are built and measured.");
        var seed = new Option<ulong>("--seed") { Description = "Where the random numbers start; equal seeds give equal results.", DefaultValueFactory = _ => 1, HelpName = "N" };
        var score = new Option<string?>("--score")
        {
            Description = "A program that reads a line of JSON per network and answers each with a number, the higher the better; by default more multiply-accumulates are better.",
            HelpName = "COMMAND",
        };
        var workers = Number("--workers", Environment.ProcessorCount, "Spaces looked at at a time.");
        var output = new Option<string?>("--out", "-o") { Description = "A folder for best.tflite and search.json.", HelpName = "DIR" };
        var command = new CommandWithExamples("search", "Finds a network for a board: the width and resolution that suit its memory, then the best kernels, expansions and depths (TinyNAS).", Examples)
        {
            board, classes, optimize, latency, sram, flash, samples, population, generations, finalists, seed, score, workers, output,
        };
        command.SetAction((parsed, cancellation) =>
        {
            int Positive(Option<int> option, int least = 1) => parsed.GetValue(option) is var value && value >= least
                ? value : throw McuSimException.BadInput($"{option.Name} must be at least {least}.");
            var request = new SearchRequest(
                BoardCatalog.Load(parsed.GetRequiredValue(board)), Positive(classes),
                new(Bytes("--max-sram", parsed.GetValue(sram)), Bytes("--max-flash", parsed.GetValue(flash)), Milliseconds(parsed.GetValue(latency))),
                new(parsed.GetValue(optimize), PruneChannels: false), new(Positive(population, 4), Positive(generations), parsed.GetValue(seed)),
                Positive(samples), Positive(finalists), Positive(workers));
            string? folder = parsed.GetValue(output);
            if (folder is not null && Path.GetDirectoryName(Path.GetFullPath(folder)) is { } parent && !Directory.Exists(parent))
                throw McuSimException.BadInput($"The folder {parent} does not exist: make it, or name another with --out.");
            using ExternalScorer? external = parsed.GetValue(score) is { } program ? new ExternalScorer(program) : null;
            IScorer scorer = external is null ? new MacScorer() : external;
            SearchResult result;
            using (var progress = new ConsoleProgress(context.ErrorConsole, $"searching for {request.Board.Name}"))
                result = NetworkSearch.Run(request, scorer, (done, all, text) => progress.Report(done, all, text), cancellation);
            SearchPage.Write(context.Console, result, scorer.Name);
            if (result.Finalists.Length == 0) return Task.FromResult((int)ExitCode.DoesNotFit);
            if (folder is not null) Write(context, folder, request, result, scorer.Name);
            return Task.FromResult((int)ExitCode.Done);
        });
        return command;
    }

    private static void Write(CommandContext context, string folder, SearchRequest request, SearchResult result, string scoreName)
    {
        Directory.CreateDirectory(folder);
        Candidate best = result.Finalists[0];
        byte[] model = ModelWriter.Write(best.Network.ToModel("searched", best.Space.Resolution, best.Space.Classes).Graph);
        string network = Path.Combine(folder, "best.tflite"), report = Path.Combine(folder, "search.json");
        ReportFile.Write(network, stream => stream.Write(model), "model file");
        ReportFile.Write(report, stream => SearchJson.Write(stream, request, result, scoreName), "search result");
        context.Output.WriteLine($" Written: {network}, {report}");
    }

    private static Option<int> Number(string name, int usual, string description) =>
        new(name) { Description = description, DefaultValueFactory = _ => usual, HelpName = "N" };

    private static long? Bytes(string option, string? text) => text is null ? null : (long)Quantity(option, text, "64KB", ("KB", 1024), ("MB", 1024 * 1024), ("B", 1));

    private static double? Milliseconds(string? text) => text is null ? null : Quantity("--max-latency", text, "100ms", ("ms", 1), ("us", 0.001), ("s", 1000));

    private static double Quantity(string option, string text, string example, params ReadOnlySpan<(string Unit, double Factor)> units)
    {
        foreach ((string unit, double factor) in units)
        {
            if (text.EndsWith(unit, StringComparison.OrdinalIgnoreCase)
                && double.TryParse(text[..^unit.Length], NumberStyles.AllowDecimalPoint | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out double value) && value > 0)
                return value * factor;
        }

        throw McuSimException.BadInput($"{option} {text} cannot be read: give a number and a unit, such as {example}.");
    }
}
