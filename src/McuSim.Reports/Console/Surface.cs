using Spectre.Console;
using Spectre.Console.Rendering;

namespace McuSim.Reports;

/// <summary>What a page is drawn on: a console, the width in use and the signs and colours it can show.</summary>
internal sealed class Surface
{
    /// <summary>The widest that a page becomes, in characters: longer lines are hard to read.</summary>
    private const int WidestPage = 120;

    /// <summary>From this width on tables show all their columns.</summary>
    private const int WidePage = 112;

    private static readonly Segment Indent = new(" ");

    private readonly IAnsiConsole console;

    /// <summary>Looks at what a console can do.</summary>
    public Surface(IAnsiConsole console)
    {
        this.console = console;
        Capabilities capabilities = console.Profile.Capabilities;
        Width = Math.Clamp(console.Profile.Width, 40, WidestPage) - 2;
        Wide = Width + 2 >= WidePage;
        Unicode = capabilities.Unicode;
        Colour = capabilities.Ansi && capabilities.ColorSystem != ColorSystem.NoColors;
    }

    /// <summary>Characters in a line, without the margins.</summary>
    public int Width { get; }

    /// <summary>Whether there is room for all columns.</summary>
    public bool Wide { get; }

    /// <summary>Whether block and line characters can be shown.</summary>
    public bool Unicode { get; }

    /// <summary>Whether colours can be shown.</summary>
    public bool Colour { get; }

    /// <summary>The multiplication sign.</summary>
    public char Times => Unicode ? '×' : 'x';

    /// <summary>What joins the ends of a range.</summary>
    public string To => Unicode ? " – " : " to ";

    /// <summary>Draws something within the margins, without the blanks at the ends of lines that padding leaves.</summary>
    public void Write(IRenderable renderable)
    {
        foreach (SegmentLine line in Segment.SplitLines(renderable.Render(RenderOptions.Create(console, console.Profile.Capabilities), Width)))
            console.Write(new Drawn([Indent, .. Trimmed(line), Segment.LineBreak]));
    }

    /// <summary>Writes a line; one that is too long is wrapped between words.</summary>
    public void Line(params IEnumerable<Phrase> phrases) => Write(Cells.Of(phrases));

    /// <summary>Leaves a line empty.</summary>
    public void Gap() => console.WriteLine();

    /// <summary>Begins the page of one outcome.</summary>
    public void Title(string text) => Ruled(text, Unicode ? '━' : '=');

    /// <summary>Begins a section of a page.</summary>
    public void Heading(string text) => Ruled(text, Unicode ? '─' : '-');

    private void Ruled(string text, char rule)
    {
        Gap();
        int rest = Math.Max(0, Width - text.GetCellWidth() - 2);
        Line(new($"{text} ", Look.Strong), new($" {new string(rule, rest)}", Look.Faint));
    }

    private static IEnumerable<Segment> Trimmed(SegmentLine line)
    {
        int count = line.Count;
        while (count > 0 && string.IsNullOrWhiteSpace(line[count - 1].Text)) count--;
        for (int i = 0; i < count; i++)
            yield return i == count - 1 ? new Segment(line[i].Text.TrimEnd(), line[i].Style) : line[i];
    }

    /// <summary>Lines as they are.</summary>
    private sealed class Drawn(IEnumerable<Segment> segments) : Renderable
    {
        protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => segments;
    }
}
