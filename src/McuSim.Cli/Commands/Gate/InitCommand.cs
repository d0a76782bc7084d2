using System.CommandLine;

using McuSim.Boards;
using McuSim.Common;
using McuSim.Gate;

namespace McuSim.Cli.Commands;

/// <summary><c>mcusim init</c>: a first budget file.</summary>
internal static class InitCommand
{
    public static Command Create(CommandContext context)
    {
        var board = new Option<string>("--board", "-b") { Description = "The boards to check, separated by commas.", DefaultValueFactory = _ => NetworkOptions.DefaultBoard, HelpName = "NAME[,NAME...]" };
        var force = new Option<bool>("--force") { Description = "Replace a budget file that exists." };
        var command = new Command("init", "Writes a first mcusim.yml for the .tflite and .elf files in this folder.") { board, force };
        command.SetAction(parsed =>
        {
            if (File.Exists(Budget.DefaultFile) && !parsed.GetValue(force)) throw McuSimException.BadInput($"{Budget.DefaultFile} exists; edit it, or replace it with --force.");
            string[] boards = parsed.GetRequiredValue(board).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            foreach (string name in boards) BoardCatalog.Load(name);
            string text = StarterBudget.For(".", boards);
            Budget budget = BudgetReader.Read(Budget.DefaultFile, text);
            TraceFiles.Write(Budget.DefaultFile, text);
            context.Output.WriteLine($"Wrote {Budget.DefaultFile}: {string.Join(", ", budget.Cases.Select(c => c.Title))}.");
            context.Output.WriteLine("Next: 'mcusim record' writes the baselines, 'mcusim check' compares with them; commit both.");
            return Task.FromResult(0);
        });
        return command;
    }
}
