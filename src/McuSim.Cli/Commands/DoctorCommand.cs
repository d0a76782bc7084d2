using System.CommandLine;

namespace McuSim.Cli.Commands;

internal static class DoctorCommand
{
    public static Command Create(CommandContext context) => new("doctor", "x");
}
