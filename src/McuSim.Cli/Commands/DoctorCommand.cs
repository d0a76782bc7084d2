using System.CommandLine;

using McuSim.Cli.Doctor;
using McuSim.Common;

using Spectre.Console;

namespace McuSim.Cli.Commands;

/// <summary><c>mcusim doctor</c>: what is installed, what is missing and how to get it.</summary>
internal static class DoctorCommand
{
    public static Command Create(CommandContext context)
    {
        var command = new Command("doctor", "Says what is installed, which versions, what is missing and how to get it.");
        command.SetAction(_ => (int)Examine(context));
        return command;
    }

    private static ExitCode Examine(CommandContext context)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumn("").AddColumn("needed").AddColumn("for").AddColumn("found");
        bool complete = true;
        foreach (Prerequisite item in Prerequisites.All)
        {
            string? version = item.FindVersion();
            complete &= version is not null || !item.Required;
            table.AddRow(
                version is not null ? "[green]ok[/]" : item.Required ? "[red]missing[/]" : "[yellow]absent[/]",
                Markup.Escape(item.Name), Markup.Escape(item.Purpose), Markup.Escape(version ?? $"get it with: {item.Remedy}"));
        }

        context.Console.Write(table);
        context.Output.WriteLine(complete ? "Everything that McuSim needs is installed." : "Something that McuSim needs is missing.");
        return complete ? ExitCode.Done : ExitCode.MissingPrerequisite;
    }
}
