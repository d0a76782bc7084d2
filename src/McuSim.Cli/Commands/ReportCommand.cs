using System.CommandLine;

using McuSim.Common;
using McuSim.Reports;

namespace McuSim.Cli.Commands;

/// <summary><c>mcusim report</c>: saved reports in other formats.</summary>
internal static class ReportCommand
{
    public static Command Create(CommandContext context)
    {
        var files = new Argument<string[]>("REPORT") { Description = "Files that --json wrote.", Arity = ArgumentArity.OneOrMore };
        var outputs = new OutputOptions();
        var command = new Command("report", "Shows saved reports, or writes them in other formats: mcusim report now.json --html now.html --baseline before.json") { files };
        outputs.AddTo(command);
        command.SetAction(parsed =>
        {
            outputs.Check(parsed);
            ReportContent[] read = [.. parsed.GetRequiredValue(files).Select(JsonReport.ReadAny)];
            var content = new ReportContent { Outcomes = [.. read.SelectMany(r => r.Outcomes)], Firmware = [.. read.SelectMany(r => r.Firmware)] };
            if (!outputs.Any(parsed))
            {
                if (content.Outcomes.Length > 0) ConsoleReport.Write(context.Console, content.Outcomes);
                foreach (McuSim.Measurement.FirmwareReport report in content.Firmware) FirmwarePage.Write(context.Console, report);
            }

            outputs.Write(context, parsed, content);
            return (int)ExitCode.Done;
        });
        return command;
    }
}
