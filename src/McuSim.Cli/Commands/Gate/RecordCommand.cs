using System.CommandLine;

using McuSim.Common;
using McuSim.Gate;
using McuSim.Reports;

namespace McuSim.Cli.Commands;

/// <summary><c>mcusim record</c>: writes baselines.</summary>
internal static class RecordCommand
{
    public static Command Create(CommandContext context)
    {
        var budget = new BudgetOptions();
        var ratchet = new Option<bool>("--ratchet")
        {
            Description = "Only record what got no worse, and tighten the limits in the budget file to what is reached now.",
        };
        var command = new Command("record", "Measures everything in a budget file and writes the baselines that 'mcusim check' compares with.");
        budget.AddTo(command);
        command.Add(ratchet);
        command.SetAction((parsed, cancellation) =>
        {
            if (parsed.GetValue(ratchet) && budget.IsPartial(parsed))
                throw McuSimException.BadInput("--ratchet needs every case, for a limit may cover several: leave --only and --board out.");
            Budget read = budget.Budget(parsed);
            RecordResult result;
            using (var progress = new ConsoleProgress(context.ErrorConsole, "recording")) result = Recorder.Run(read, budget.Check(parsed, progress), parsed.GetValue(ratchet), cancellation);
            foreach (string line in result.Lines) context.Output.WriteLine(line);
            foreach (McuSimException problem in result.Problems) context.Error.WriteLine($"mcusim: {problem.Message}");
            return Task.FromResult((int)(result.Problems is [var first, ..] ? first.ExitCode : result.Worse ? ExitCode.LimitBroken : ExitCode.Done));
        });
        return command;
    }
}
