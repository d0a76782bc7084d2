using System.CommandLine;

using McuSim.Common;
using McuSim.Gate;
using McuSim.Reports;

namespace McuSim.Cli.Commands;

/// <summary>The arguments that say which budget is checked, and how; shared by check, record, watch and bisect.</summary>
internal sealed class BudgetOptions
{
    private readonly Argument<string> file = new("FILE")
    {
        Description = "The budget file.",
        DefaultValueFactory = _ => McuSim.Gate.Budget.DefaultFile,
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string[]> only = new("--only")
    {
        Description = "Only the models and firmware of these names, separated by commas; a * stands for anything.",
        HelpName = "NAME[,NAME...]",
        AllowMultipleArgumentsPerToken = false,
    };

    private readonly Option<string[]> board = new("--board", "-b") { Description = "Only these boards, separated by commas.", HelpName = "NAME[,NAME...]" };
    private readonly Option<int?> workers = new("--workers", "-w") { Description = "Cases at a time; as many as this computer has cores by default.", HelpName = "N" };
    private readonly Option<bool> noCache = new("--no-cache") { Description = "Measure again what has not changed." };

    /// <summary>Adds the arguments to a command.</summary>
    public void AddTo(Command command, bool withFile = true)
    {
        if (withFile) command.Add(file);
        command.Add(only);
        command.Add(board);
        command.Add(workers);
        command.Add(noCache);
    }

    /// <summary>The path of the budget file.</summary>
    public string File(ParseResult parsed) => parsed.GetRequiredValue(file);

    /// <summary>Whether the arguments leave cases out.</summary>
    public bool IsPartial(ParseResult parsed) => parsed.GetValue(only) is { Length: > 0 } || parsed.GetValue(board) is { Length: > 0 };

    /// <summary>Reads the budget.</summary>
    public Budget Budget(ParseResult parsed) => Chosen(BudgetReader.ReadFile(File(parsed)), parsed);

    /// <summary>The cases of a budget that the arguments choose.</summary>
    public Budget Chosen(Budget budget, ParseResult parsed)
    {
        string[] names = Split(parsed.GetValue(only)), boards = Split(parsed.GetValue(board));
        BudgetCase[] cases =
        [
            .. budget.Cases.Where(c => (names.Length == 0 || names.Any(n => MetricNames.Matches(n, c.Name)))
                && (boards.Length == 0 || boards.Any(b => MetricNames.Matches(b.ToLowerInvariant(), c.BoardName)))),
        ];
        if (cases.Length == 0) throw McuSimException.BadInput($"--only and --board choose nothing of {budget.File}: it has {string.Join(", ", budget.Cases.Select(c => c.Title).Take(12))}.");
        return budget with { Cases = [.. cases] };
    }

    /// <summary>How to check, with progress on a console.</summary>
    public CheckOptions Check(ParseResult parsed, ConsoleProgress? progress)
    {
        int count = parsed.GetValue(workers) ?? Environment.ProcessorCount;
        if (count < 1) throw McuSimException.BadInput("--workers must be at least 1.");
        return new(count, !parsed.GetValue(noCache), progress is null ? null : (done, total, name) => progress.Report(done, total, name), Reports: new JsonReportStore());
    }

    private static string[] Split(string[]? values) =>
        [.. (values ?? []).SelectMany(v => v.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];
}
