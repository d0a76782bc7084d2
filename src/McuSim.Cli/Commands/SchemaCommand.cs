using System.CommandLine;

using McuSim.Reports;

namespace McuSim.Cli.Commands;

/// <summary><c>mcusim schema</c>: the JSON schema of reports.</summary>
internal static class SchemaCommand
{
    public static Command Create(CommandContext context)
    {
        var command = new Command("schema", "Prints the JSON schema of the reports that --json writes.");
        command.SetAction(_ =>
        {
            context.Output.Write(ReportSchema.Text);
            return 0;
        });
        var firmware = new Command("firmware", "Prints the JSON schema of the reports of 'mcusim firmware'.");
        firmware.SetAction(_ =>
        {
            context.Output.Write(ReportSchema.Firmware);
            return 0;
        });
        command.Add(firmware);
        return command;
    }
}
