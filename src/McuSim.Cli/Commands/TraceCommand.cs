using System.CommandLine;

using McuSim.Common;
using McuSim.Measurement;
using McuSim.Reports;

namespace McuSim.Cli.Commands;

/// <summary><c>mcusim trace</c>: reads what <c>mcusim firmware --trace</c> wrote.</summary>
internal static class TraceCommand
{
    public static Command Create(CommandContext context) => new("trace", "Reads execution traces that 'mcusim firmware --trace FILE' wrote.") { Show(context), Diff(context) };

    private static Command Show(CommandContext context)
    {
        var file = new Argument<string>("FILE") { Description = "The trace." };
        var from = new Option<long>("--from") { Description = "The first step to list; a step is a block executed, or an exception taken or left.", HelpName = "STEP", DefaultValueFactory = _ => 0 };
        var count = new Option<int>("--steps") { Description = "How many steps to list.", HelpName = "N", DefaultValueFactory = _ => 20 };
        var function = new Option<string?>("--function") { Description = "List only what lies in this function.", HelpName = "NAME" };
        var code = new Option<bool>("--code") { Description = "Show the instructions of every block where it is first listed (needs arm-none-eabi-objdump)." };
        var command = new Command("show", "Says what a trace holds and lists blocks with their accesses, such as: mcusim trace show run.trace --function main --code") { file, from, count, function, code };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(from) < 0 || parsed.GetValue(count) < 0) throw McuSimException.BadInput("--from and --steps must be 0 or more.");
            TraceText.Show(context.Output, TraceSummary.Read(parsed.GetRequiredValue(file), parsed.GetValue(from), parsed.GetValue(count), parsed.GetValue(function)), parsed.GetValue(code));
        });
        return command;
    }

    private static Command Diff(CommandContext context)
    {
        var first = new Argument<string>("FIRST") { Description = "A trace." };
        var second = new Argument<string>("SECOND") { Description = "Another one." };
        var blocksOnly = new Option<bool>("--blocks-only") { Description = "Compare what is executed, not what is read and written." };
        var command = new Command("diff", "Finds where two traces first go apart, with symbol and disassembly. Exit code 1 when they do.") { first, second, blocksOnly };
        command.SetAction(parsed =>
        {
            (string one, string other) = (parsed.GetRequiredValue(first), parsed.GetRequiredValue(second));
            TraceComparison comparison = TraceComparison.Find(one, other, accesses: !parsed.GetValue(blocksOnly));
            TraceText.Difference(context.Output, comparison, one, other);
            return (int)(comparison.AreEqual ? ExitCode.Done : ExitCode.LimitBroken);
        });
        return command;
    }
}
