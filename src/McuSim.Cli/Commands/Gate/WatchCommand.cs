using System.CommandLine;

using McuSim.Common;
using McuSim.Gate;
using McuSim.Reports;

namespace McuSim.Cli.Commands;

/// <summary><c>mcusim watch</c>: checks again whenever a file changes.</summary>
internal static class WatchCommand
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(300);

    public static Command Create(CommandContext context)
    {
        var budget = new BudgetOptions();
        var runs = new Option<int?>("--runs") { Description = "End after so many checks; by default with Ctrl-C.", HelpName = "N" };
        var command = new Command("watch", "Checks a budget file now and whenever a file that it depends on changes, and shows what moved since the last run.");
        budget.AddTo(command);
        command.Add(runs);
        command.SetAction(async (parsed, cancellation) =>
        {
            var watcher = new Watcher(budget.File(parsed));
            CheckResult? last = null;
            int end = 0;
            for (int run = 1; ; run++)
            {
                string stamp = watcher.Stamp();
                (CheckResult? result, end) = Check(context, budget, parsed, cancellation);
                if (result is not null)
                {
                    CheckPage.Write(context.Console, result);
                    if (last is not null) ShowMoved(context, last, result);
                    last = result;
                }

                if (run >= parsed.GetValue(runs)) return end;
                context.Output.WriteLine(" Watching; Ctrl-C ends.");
                context.Output.Flush();
                await watcher.ChangeAsync(stamp, Interval, cancellation);
            }
        });
        return command;
    }

    /// <summary>A mistake in a file under work ends one check, not the watching.</summary>
    private static (CheckResult? Result, int End) Check(CommandContext context, BudgetOptions budget, ParseResult parsed, CancellationToken cancellation)
    {
        try
        {
            using var progress = new ConsoleProgress(context.ErrorConsole, "checking");
            CheckResult result = Checker.Run(budget.Budget(parsed), budget.Check(parsed, progress), cancellation);
            return (result, (int)result.ExitCode);
        }
        catch (McuSimException e)
        {
            context.Error.WriteLine($"mcusim: {e.Message}");
            return (null, (int)e.ExitCode);
        }
    }

    private static void ShowMoved(CommandContext context, CheckResult last, CheckResult now)
    {
        TracePairs pairs = TracePairs.Of([.. last.Cases.Select(c => c.Trace).OfType<Trace>()], [.. now.Cases.Select(c => c.Trace).OfType<Trace>()]);
        TracePairs moved = pairs with { Comparisons = [.. pairs.Comparisons.Where(c => !c.IsEmpty)] };
        context.Output.WriteLine(moved.Comparisons.Length + moved.OnlyAfter.Length + moved.OnlyBefore.Length == 0 ? "\n Nothing moved since the last run." : "\n Since the last run:");
        TraceDifferencePage.Write(context.Console, moved);
    }
}
