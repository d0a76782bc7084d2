using System.CommandLine;

namespace McuSim.Cli.Commands;

internal static class EvalCommand
{
    public static Command Create(CommandContext context) => new("eval", "x");
}
