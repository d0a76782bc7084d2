namespace McuSim.Cli.Commands;

/// <summary>Where a command writes.</summary>
/// <param name="Output">Results.</param>
/// <param name="Error">Errors and progress.</param>
internal sealed record CommandContext(TextWriter Output, TextWriter Error);
