using Spectre.Console;

namespace McuSim.Reports;

/// <summary>How far long work is: a bar on the error output's terminal, or nothing where that is no terminal.</summary>
public sealed class ConsoleProgress : IDisposable
{
    private static readonly TimeSpan Redraw = TimeSpan.FromMilliseconds(100);

    private readonly IAnsiConsole console;
    private readonly string title;
    private readonly bool interactive;
    private readonly TimeProvider time;
    private readonly Lock gate = new();
    private long drawnAt;
    private bool drawn;

    /// <summary>Begins to show progress.</summary>
    /// <param name="console">Where to show it.</param>
    /// <param name="title">What is going on, in a few words.</param>
    /// <param name="time">Tells when to draw again; the system's clock by default.</param>
    public ConsoleProgress(IAnsiConsole console, string title, TimeProvider? time = null)
    {
        this.console = console;
        this.time = time ?? TimeProvider.System;
        this.title = SafeText.Of(title, 30);
        interactive = console.Profile.Capabilities is { Interactive: true, Ansi: true };
    }

    /// <summary>A progress on the process's error output.</summary>
    /// <param name="title">What is going on, in a few words.</param>
    public static ConsoleProgress OnError(string title) => new(ErrorConsole(), title);

    /// <summary>Shows how much is done. It may be called from any thread and as often as one likes: it redraws ten times a second.</summary>
    /// <param name="done">Steps done.</param>
    /// <param name="total">All steps.</param>
    /// <param name="text">More to say, such as the accuracy so far.</param>
    public void Report(long done, long total, string text = "")
    {
        if (!interactive) return;
        lock (gate)
        {
            if (drawn && done < total && time.GetElapsedTime(drawnAt) < Redraw) return;
            drawnAt = time.GetTimestamp();
            drawn = true;
            Draw(done, total, text);
        }
    }

    /// <summary>Removes the bar.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            if (drawn) console.Write(new ControlCode("\r\u001b[2K"));
            drawn = false;
        }
    }

    private void Draw(long done, long total, string text)
    {
        var surface = new Surface(console);
        string figures = $" {Figures.Count(done)} of {Figures.Count(total)} ";
        int barWidth = Math.Clamp(surface.Width - title.Length - figures.Length - 30, 4, 40);
        int rest = Math.Max(0, surface.Width - title.Length - figures.Length - barWidth - 3);
        console.Write(new ControlCode("\r\u001b[2K"));
        console.Write(Cells.Of([$"{title} ", .. Bars.Stacked(surface, [done], total, barWidth), figures, SafeText.Of(text, rest)]));
    }

    private static IAnsiConsole ErrorConsole() => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Out = new AnsiConsoleOutput(System.Console.Error),
        Interactive = System.Console.IsErrorRedirected ? InteractionSupport.No : InteractionSupport.Detect,
    });
}
