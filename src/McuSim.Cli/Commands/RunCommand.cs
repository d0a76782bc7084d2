using System.CommandLine;

using McuSim.Boards;
using McuSim.Common;
using McuSim.Datasets;
using McuSim.Datasets.Preprocessing;
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
            Description = "The network's input: a tensor (.bin, .npy), an image (.jpg, .png, .bmp, .ppm) or sound (.wav). Without it seeded random bytes; for the built-in network a clip of its own.",
            HelpName = "FILE",
        };
        var recipe = new RecipeOption();
        var whatIf = new WhatIfOption();
        var frontEnd = new FrontEndOption();
        var memoryCheck = new MemoryCheckOption();
        var outputs = new OutputOptions();
        var command = new Command("run", "Runs one inference of a network on each board and reports latency, memory and flash.");
        network.AddTo(command);
        command.Add(input);
        recipe.AddTo(command);
        frontEnd.AddTo(command);
        command.Add(whatIf.Option);
        command.Add(memoryCheck.Option);
        outputs.AddTo(command);
        network.AddLimitsTo(command);
        command.SetAction((parsed, cancellation) =>
            Task.FromResult(Run(context, network, recipe, frontEnd, whatIf, memoryCheck, parsed, parsed.GetValue(input) ?? (network.ModelPath(parsed) is null ? BuiltInClips.Example : null), outputs, cancellation)));
        return command;
    }

    private static int Run(
        CommandContext context, NetworkOptions network, RecipeOption recipeOption, FrontEndOption frontEnd, WhatIfOption whatIf, MemoryCheckOption memoryCheck, ParseResult parsed, string? inputPath, OutputOptions outputs,
        CancellationToken cancellation)
    {
        outputs.Check(parsed, records: true);
        IReadOnlyList<Board> boards = network.Boards(parsed);
        Model model = network.Model(parsed);
        byte[][]? inputs = null;
        if (inputPath is not null || frontEnd.IsGiven(parsed))
        {
            (model, Recipe recipe) = frontEnd.Apply(parsed, model, recipeOption.Recipe(parsed, network.ModelPath(parsed), NetworkInput.FormatOf(model)));
            if (inputPath is not null) inputs = [new InputReader(NetworkInput.FormatOf(model), recipe).Read(inputPath)];
        }

        var recordings = new List<Recording>();
        MeasurementRequest[] requests =
        [
            .. boards.Select(board => new MeasurementRequest(model, board, network.Options(parsed), network.Limits(parsed))
            {
                WhatIfs = whatIf.For(parsed, board),
                Advises = true,
                Record = outputs.Records(parsed) ? recordings.Add : null,
            }),
        ];
        IReadOnlyList<BoardOutcome> outcomes;
        using (var progress = new ConsoleProgress(context.ErrorConsole, $"running {model.Name}"))
            outcomes = NetworkMeasurement.RunAll(requests, inputs, cancellation, progress: (done, what) => progress.Report(done, boards.Count, what));

        int exitCode = Finish(context, parsed, outputs, outcomes, recordings);
        memoryCheck.Run(context, parsed, requests.Where((_, i) => outcomes[i].Fits), inputs, cancellation);
        return exitCode;
    }

    /// <summary>Prints outcomes, writes them where asked for, and says how it ended.</summary>
    public static int Finish(CommandContext context, ParseResult parsed, OutputOptions outputs, IReadOnlyList<BoardOutcome> outcomes, IEnumerable<Recording>? recordings = null)
    {
        ConsoleReport.Write(context.Console, outcomes);
        outputs.Write(context, parsed, ReportContent.Of(outcomes) with { Recordings = [.. recordings ?? []] });
        return (int)(outcomes.All(o => o.Fits) ? ExitCode.Done : ExitCode.DoesNotFit);
    }
}
