using System.CommandLine;

using McuSim.Gate;
using McuSim.Reports;

namespace McuSim.Cli.Commands;

/// <summary><c>mcusim compare</c>: what differs between two measurements, and why.</summary>
internal static class CompareCommand
{
    public static Command Create(CommandContext context)
    {
        const string What = "a JSON report, an ELF file, a trace, a folder of traces, or a commit (COMMIT or COMMIT:PATH) whose traces are meant.";
        var before = new Argument<string>("BEFORE") { Description = "What was: " + What };
        var after = new Argument<string>("AFTER") { Description = "What is: the same kinds." };
        var traces = new Option<string>("--traces") { Description = "The folder of the traces in commits.", DefaultValueFactory = _ => "traces", HelpName = "DIR" };
        var command = new Command("compare", "Shows what differs between two reports, ELF files, traces or commits, and which layers, tensors, functions and symbols took it.")
        {
            before, after, traces,
        };
        command.SetAction((parsed, cancellation) =>
        {
            string folder = parsed.GetRequiredValue(traces);
            TraceDifferencePage.Write(context.Console, TracePairs.Of(
                TraceSource.Read(parsed.GetRequiredValue(before), folder, cancellation), TraceSource.Read(parsed.GetRequiredValue(after), folder, cancellation)));
            return Task.FromResult(0);
        });
        return command;
    }
}
