using System.CommandLine;

namespace McuSim.Cli.Commands;

internal static class BoardsCommand
{
    public static Command Create(CommandContext context) => new("boards", "x");
}
