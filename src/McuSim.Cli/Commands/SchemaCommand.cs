using System.CommandLine;

namespace McuSim.Cli.Commands;

internal static class SchemaCommand
{
    public static Command Create(CommandContext context) => new("schema", "x");
}
