using System.CommandLine;

using McuSim.Boards;
using McuSim.Codegen;
using McuSim.Measurement.Search;

namespace McuSim.Cli.Commands;

/// <summary><c>mcusim oracle</c>: questions about networks on the standard input.</summary>
internal static class OracleCommand
{
    private const string Examples = """
        echo '{"id": 1, "model": "net.tflite"}' | mcusim oracle --board stm32f746
        echo '{"blocks": "3:1:1:8 5:6:2:16 3:4:1:16", "resolution": 64, "classes": 2}' | mcusim oracle
        """;

    public static Command Create(CommandContext context)
    {
        var board = new Option<string>("--board", "-b") { Description = "The board of questions that name none.", DefaultValueFactory = _ => NetworkOptions.DefaultBoard, HelpName = "NAME" };
        var optimize = new Option<OptimizationGoal>("--optimize", "-O")
        {
            Description = "What firmware favours where a question does not say.",
            DefaultValueFactory = _ => OptimizationGoal.Balanced,
            HelpName = "speed|balanced|memory",
        };
        var command = new CommandWithExamples(
            "oracle", "Answers questions of a search or script: reads a line of JSON per network, writes a line with cycles, SRAM and flash (docs/search.md).", Examples) { board, optimize };
        command.SetAction(async (parsed, cancellation) =>
        {
            string name = parsed.GetRequiredValue(board);
            BoardCatalog.Load(name); // a wrong name is told at once
            var oracle = new Oracle((name, new(parsed.GetValue(optimize))), ModelArgument.Load);
            while (await Console.In.ReadLineAsync(cancellation) is { } line)
            {
                if (string.IsNullOrWhiteSpace(line)) continue;
                await context.Output.WriteLineAsync(oracle.Answer(line, cancellation));
                await context.Output.FlushAsync(cancellation);
            }

            return 0;
        });
        return command;
    }
}
