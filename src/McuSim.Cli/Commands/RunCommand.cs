using System.CommandLine;

namespace McuSim.Cli.Commands;

internal static class RunCommand
{
    public static Command Create(CommandContext context) => new("run", "x");
}
