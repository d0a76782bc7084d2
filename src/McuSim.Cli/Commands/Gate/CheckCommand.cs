using System.CommandLine;

using McuSim.Gate;
using McuSim.Measurement;
using McuSim.Reports;

namespace McuSim.Cli.Commands;

/// <summary><c>mcusim check</c>: the gate.</summary>
internal static class CheckCommand
{
    public static Command Create(CommandContext context)
    {
        var budget = new BudgetOptions();
        var outputs = new OutputOptions();
        var all = new Option<bool>("--all") { Description = "Also list the limits that are kept." };
        var metrics = new Option<bool>("--metrics") { Description = "List every figure that can be limited, instead of checking." };
        var command = new Command("check", "Checks networks and firmware against the limits and baselines of a budget file; ends with 1 when one is broken.");
        budget.AddTo(command);
        command.Add(all);
        command.Add(metrics);
        outputs.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            outputs.Check(parsed);
            Budget read = budget.Budget(parsed);
            CheckResult result;
            using (var progress = new ConsoleProgress(context.ErrorConsole, "checking"))
                result = Checker.Run(read, budget.Check(parsed, progress) with { WithReports = outputs.Any(parsed) }, cancellation);
            if (parsed.GetValue(metrics)) ListMetrics(context, result);
            else CheckPage.Write(context.Console, result, parsed.GetValue(all));
            outputs.Write(context, parsed, CheckContent.Of(result));
            return Task.FromResult((int)result.ExitCode);
        });
        return command;
    }

    private static void ListMetrics(CommandContext context, CheckResult result)
    {
        foreach (CaseResult c in result.Cases)
        {
            context.Output.WriteLine($"# {c.Case.Title}");
            foreach (Metric m in c.Trace?.Metrics ?? new([])) context.Output.WriteLine($"{m.Name}  {Figure.Of(m.Value, m.Unit)}");
        }
    }
}
