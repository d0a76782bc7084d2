using Spectre.Console;
using Spectre.Console.Rendering;

namespace McuSim.Reports;

/// <summary>What a page is drawn on: a console, the width in use and the signs and colours it can show.</summary>
internal sealed class Surface
{
    /// <summary>The widest that a page becomes, in characters: longer lines are hard to read.</summary>
    public const int WidestPage = 120;

    /// <summary>From this width on tables show all their columns.</summary>
    public const int WidePage = 112;

    private readonly IAnsiConsole console;

    /// <summary>Looks at what a console can do.</summary>
    public Surface(IAnsiConsole console)
    {
        this.console = console;
        Width = Math.Clamp(console.Profile.Width, 40, WidestPage);
        Unicode = console.Profile.Capabilities.Unicode;
        Colour = console.Profile.Capabilities.ColorSystem != ColorSystem.NoColors;
    }

    /// <summary>Characters in a line.</summary>
    public int Width { get; }

    /// <summary>Whether there is room for all columns.</summary>
    public bool Wide => Width >= WidePage;

    /// <summary>Whether block and line characters can be shown.</summary>
    public bool Unicode { get; }

    /// <summary>Whether colours can be shown.</summary>
    public bool Colour { get; }

    /// <summary>The multiplication sign.</summary>
    public char Times => Unicode ? '×' : 'x';

    /// <summary>What joins a range.</summary>
    public string Dash => Unicode ? "–" : "-";

    /// <summary>Draws something.</summary>
    public void Write(IRenderable renderable) => console.Write(renderable);

    /// <summary>Writes a line; one that is too long is wrapped between words.</summary>
    public void Line(params IEnumerable<Phrase> phrases) =>
        console.Write(new Padder(Cells.Of(phrases), new Padding(1, 0, Math.Max(0, console.Profile.Width - Width), 0)));

    /// <summary>Leaves a line empty.</summary>
    public void Gap() => console.WriteLine();

    /// <summary>Begins a section.</summary>
    public void Heading(string text)
    {
        string line = Unicode ? "─" : "-";
        int rest = Math.Max(0, Width - text.GetCellWidth() - 4);
        Gap();
        console.Write(Cells.Of(new($"{line}{line} ", Look.Faint), new(text, Look.Strong), new($" {string.Concat(Enumerable.Repeat(line, rest))}\n", Look.Faint)));
    }
}
