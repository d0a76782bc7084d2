using Spectre.Console;
using Spectre.Console.Rendering;

namespace McuSim.Reports;

/// <summary>Tables and their cells. Texts are never read as markup.</summary>
internal static class Cells
{
    /// <summary>A cell.</summary>
    public static IRenderable Of(string text, Style? style = null) => new Text(text, style);

    /// <summary>A cell of several phrases.</summary>
    public static Paragraph Of(params IEnumerable<Phrase> phrases)
    {
        var paragraph = new Paragraph();
        foreach (Phrase phrase in phrases) paragraph.Append(phrase.Text, phrase.Style);
        return paragraph;
    }

    /// <summary>A cell whose text stands at the right, in a <see cref="Grid"/>.</summary>
    public static IRenderable Number(string text, Style? style = null) => new Text(text, style) { Justification = Justify.Right };

    /// <summary>A table without lines.</summary>
    /// <param name="columns">Headings from left to right; numbers stand at the right of their column, and only other texts are wrapped.</param>
    public static Table Table(params IEnumerable<(string Heading, bool Number)> columns)
    {
        var table = new Table { Border = TableBorder.None };
        foreach ((string heading, bool number) in columns)
        {
            var column = new TableColumn(new Text(heading, Look.Faint)) { NoWrap = number, Padding = new Padding(0, 0, 1, 0) };
            table.AddColumn(number ? column.RightAligned() : column);
        }

        return table;
    }

    /// <summary>Rows in columns without headings; only the last column is wrapped.</summary>
    public static Grid Grid(int columns)
    {
        var grid = new Grid();
        for (int i = 0; i < columns; i++) grid.AddColumn(new GridColumn { NoWrap = i < columns - 1, Padding = new Padding(0, 0, i < columns - 1 ? 2 : 0, 0) });
        return grid;
    }
}
