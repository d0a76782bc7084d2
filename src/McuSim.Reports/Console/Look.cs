using Spectre.Console;

namespace McuSim.Reports;

/// <summary>A piece of text and its look.</summary>
internal readonly record struct Phrase(string Text, Style? Style = null)
{
    public static implicit operator Phrase(string text) => new(text);
}

/// <summary>The colours of the page. They come from the terminal's own palette, so they suit light and dark backgrounds.</summary>
internal static class Look
{
    /// <summary>Most text.</summary>
    public static Style Plain { get; } = Style.Plain;

    /// <summary>Headings and figures that matter.</summary>
    public static Style Strong { get; } = new(decoration: Decoration.Bold);

    /// <summary>What may be overlooked.</summary>
    public static Style Faint { get; } = new(foreground: Color.Grey);

    /// <summary>Right, or fits.</summary>
    public static Style Good { get; } = new(foreground: Color.Green);

    /// <summary>Worth a look.</summary>
    public static Style Warning { get; } = new(foreground: Color.Olive);

    /// <summary>Wrong, or does not fit.</summary>
    public static Style Bad { get; } = new(foreground: Color.Maroon, decoration: Decoration.Bold);

    /// <summary>A part of a stacked bar.</summary>
    public static Style Part(int part) => Parts[part % Parts.Length];

    private static readonly Style[] Parts =
    [
        new(foreground: Color.Teal), new(foreground: Color.Olive), new(foreground: Color.Purple),
        new(foreground: Color.Green), new(foreground: Color.Navy), new(foreground: Color.Maroon),
    ];
}
