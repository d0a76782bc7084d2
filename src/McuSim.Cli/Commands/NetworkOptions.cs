using System.CommandLine;

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
        Description = ModelArgument.Description + " Without it the built-in keyword network runs.",
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

    private readonly Option<bool> tune = new("--tune")
    {
        Description = "Run every kernel that a layer could take on the simulated board and choose by its cycles; what was measured is kept in the cache.",
    };

    private readonly Option<bool> storedInterface = new("--int8-interface")
    {
        Description = "Of a network with float32 inputs or outputs, give and take the int8 numbers that are stored for them, which are a quarter as large.",
    };

    private readonly LimitOptions limits = new("an inference (and the start-up)");

    /// <summary>Adds the arguments to a command.</summary>
    public void AddTo(Command command)
    {
        AddNetworkTo(command);
        command.Add(board);
    }

    /// <summary>Adds the network and how to generate it, without the boards.</summary>
    public void AddNetworkTo(Command command)
    {
        command.Add(model);
        AddOptionsTo(command);
    }

    /// <summary>Adds how to generate a network.</summary>
    public void AddOptionsTo(Command command)
    {
        command.Add(optimize);
        command.Add(keepDeadChannels);
        command.Add(tune);
        command.Add(storedInterface);
    }

    /// <summary>Adds the limits to a command that runs firmware.</summary>
    public void AddLimitsTo(Command command) => limits.AddTo(command);

    /// <summary>The network.</summary>
    public Model Model(ParseResult parsed)
    {
        Model network = ModelArgument.Load(parsed.GetValue(model));
        return parsed.GetValue(storedInterface) ? StoredInterface.Of(network) : network;
    }

    /// <summary>The network's file, or null for the built-in one.</summary>
    public string? ModelPath(ParseResult parsed) => parsed.GetValue(model);

    /// <summary>The boards as they were named.</summary>
    public string BoardName(ParseResult parsed) => parsed.GetRequiredValue(board);

    /// <summary>The boards, in the order named.</summary>
    public IReadOnlyList<Board> Boards(ParseResult parsed) => Boards("--board", parsed.GetRequiredValue(board));

    /// <summary>The boards of a list, in the order named.</summary>
    /// <param name="option">The option, for messages.</param>
    /// <param name="list">Names or files, separated by commas.</param>
    public static IReadOnlyList<Board> Boards(string option, string list)
    {
        string[] names = list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (names.Length == 0) throw McuSimException.BadInput($"{option} names no board: give one, such as stm32f746.");
        return [.. names.Select(BoardCatalog.Load)];
    }

    /// <summary>The one board.</summary>
    public Board Board(ParseResult parsed, string command) =>
        Boards(parsed) is [var only] ? only : throw McuSimException.BadInput($"'mcusim {command}' takes one board: name one with --board.");

    /// <summary>How to generate.</summary>
    public BuildOptions Options(ParseResult parsed) => new(parsed.GetValue(optimize), PruneChannels: !parsed.GetValue(keepDeadChannels), Tune: parsed.GetValue(tune));

    /// <summary>How long firmware may run.</summary>
    public RunLimits Limits(ParseResult parsed) => limits.Limits(parsed);
}
