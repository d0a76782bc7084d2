using System.CommandLine;
using System.Globalization;

using McuSim.Boards;
using McuSim.Codegen;
using McuSim.Common;
using McuSim.Machine;
using McuSim.Models;

namespace McuSim.Cli.Commands;

/// <summary>The arguments that say which network runs on which boards, shared by several commands.</summary>
internal sealed class NetworkOptions
{
    /// <summary>The board when none is named.</summary>
    public const string DefaultBoard = "stm32f746";

    private readonly Argument<string?> model = new("MODEL")
    {
        Description = "An int8 .tflite file. Without it the built-in keyword network runs.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string> board = new("--board", "-b")
    {
        Description = "Boards by name (see 'mcusim boards') or board files, separated by commas.",
        DefaultValueFactory = _ => DefaultBoard,
        HelpName = "NAME[,NAME...]",
    };

    private readonly Option<OptimizationGoal> optimize = new("--optimize", "-O")
    {
        Description = "What the generated firmware favours.",
        DefaultValueFactory = _ => OptimizationGoal.Balanced,
        HelpName = "speed|balanced|memory",
    };

    private readonly Option<bool> keepDeadChannels = new("--keep-dead-channels")
    {
        Description = "Compute channels too that are constant or that nothing depends on, as published full-network figures do.",
    };

    private readonly Option<long?> maxInstructions = new("--max-instructions")
    {
        Description = "Stop an inference (and the start-up) after this many instructions, with exit code 6.",
        HelpName = "N",
    };

    private readonly Option<string?> maxTime = new("--max-time")
    {
        Description = "Stop an inference (and the start-up) after this many seconds on this computer, with exit code 6.",
        HelpName = "SECONDS",
    };

    /// <summary>Adds the arguments to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(model);
        command.Add(board);
        command.Add(optimize);
        command.Add(keepDeadChannels);
    }

    /// <summary>Adds the limits to a command that runs firmware.</summary>
    public void AddLimitsTo(Command command)
    {
        command.Add(maxInstructions);
        command.Add(maxTime);
    }

    /// <summary>The network.</summary>
    public Model Model(ParseResult parsed) =>
        parsed.GetValue(model) is { } path ? ModelReader.Read(path) : BuiltInModels.KeywordSpotting;

    /// <summary>The boards, in the order named.</summary>
    public IReadOnlyList<Board> Boards(ParseResult parsed)
    {
        string[] names = parsed.GetRequiredValue(board).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (names.Length == 0) throw McuSimException.BadInput("--board names no board: give one, such as stm32f746.");
        return [.. names.Select(BoardCatalog.Load)];
    }

    /// <summary>The one board.</summary>
    public Board Board(ParseResult parsed, string command) =>
        Boards(parsed) is [var only] ? only : throw McuSimException.BadInput($"'mcusim {command}' takes one board: name one with --board.");

    /// <summary>How to generate.</summary>
    public BuildOptions Options(ParseResult parsed) => new(parsed.GetValue(optimize), PruneChannels: !parsed.GetValue(keepDeadChannels));

    /// <summary>How long firmware may run.</summary>
    public RunLimits Limits(ParseResult parsed)
    {
        long? instructions = parsed.GetValue(maxInstructions);
        if (instructions <= 0) throw McuSimException.BadInput("--max-instructions must be at least 1.");
        TimeSpan? time = null;
        if (parsed.GetValue(maxTime) is { } text)
        {
            if (!double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds) || seconds is <= 0 or > 1e6)
                throw McuSimException.BadInput($"--max-time {text} is no number of seconds: give one such as 30 or 0.5.");
            time = TimeSpan.FromSeconds(seconds);
        }

        return new(instructions, time);
    }
}
