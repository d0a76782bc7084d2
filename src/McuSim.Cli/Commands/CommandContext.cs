using Spectre.Console;

namespace McuSim.Cli.Commands;

/// <summary>Where a command writes.</summary>
/// <param name="Output">Results.</param>
/// <param name="Error">Errors and progress.</param>
internal sealed record CommandContext(TextWriter Output, TextWriter Error)
{
    /// <summary><see cref="Output"/> as a console with tables and colours.</summary>
    public IAnsiConsole Console { get; } = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Output) });

    /// <summary><see cref="Error"/> as a console, for progress.</summary>
    public IAnsiConsole ErrorConsole { get; } = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Error) });
}
