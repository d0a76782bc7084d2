using Spectre.Console;

namespace McuSim.Cli.Commands;

/// <summary>Where a command writes.</summary>
/// <param name="Output">Results.</param>
/// <param name="Error">Errors and progress.</param>
internal sealed record CommandContext(TextWriter Output, TextWriter Error)
{
    private const int WidthWhenRedirected = 120;

    /// <summary><see cref="Output"/> as a console with tables and colours.</summary>
    public IAnsiConsole Console { get; } = Open(Output, System.Console.IsOutputRedirected);

    /// <summary><see cref="Error"/> as a console, for progress.</summary>
    public IAnsiConsole ErrorConsole { get; } = Open(Error, System.Console.IsErrorRedirected);

    private static IAnsiConsole Open(TextWriter writer, bool redirected)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });
        if (redirected) console.Profile.Width = WidthWhenRedirected;
        return console;
    }
}
