using System.CommandLine;

namespace McuSim.Cli.Commands;

internal static class BuildCommand
{
    public static Command Create(CommandContext context) => new("build", "x");
}
