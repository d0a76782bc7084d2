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

    /// <summary>A table with lines under its headings only.</summary>
    /// <param name="surface">Where it will be drawn.</param>
    /// <param name="columns">Headings from left to right; numbers stand at the right of their column and are never wrapped.</param>
    public static Table Table(Surface surface, params ReadOnlySpan<(string Heading, bool Number)> columns)
    {
        var table = new Table { Border = surface.Unicode ? TableBorder.Simple : TableBorder.None, BorderStyle = Look.Faint };
        for (int i = 0; i < columns.Length; i++)
        {
            var column = new TableColumn(new Text(columns[i].Heading, Look.Faint)) { NoWrap = columns[i].Number, Padding = new Padding(0, 0) };
            table.AddColumn(columns[i].Number ? column.RightAligned() : column);
        }

        return table;
    }

    /// <summary>Rows in columns without headings.</summary>
    public static Grid Grid(int columns)
    {
        var grid = new Grid();
        for (int i = 0; i < columns; i++) grid.AddColumn(new GridColumn { NoWrap = i < columns - 1, Padding = new Padding(i == 0 ? 1 : 0, 0, 2, 0) });
        return grid;
    }
}
