using System.Globalization;
using System.Text;

namespace McuSim.Reports;

/// <summary>Makes names from files fit to print: no control codes for the terminal, one line, bounded.</summary>
internal static class SafeText
{
    /// <summary>The text with everything invisible written out (<c>\n</c>, <c>\u001b</c>) and cut after so many characters.</summary>
    public static string Of(string? text, int longest = 60)
    {
        var safe = new StringBuilder();
        foreach (Rune rune in (text ?? "").EnumerateRunes())
        {
            string shown = Show(rune);
            if (safe.Length + shown.Length > longest) return safe.Append("...").ToString();
            safe.Append(shown);
        }

        return safe.ToString();
    }

    /// <summary>A name on several lines, broken after an underscore where there is one.</summary>
    public static string Wrap(string name, int width)
    {
        width = Math.Max(8, width);
        var lines = new StringBuilder();
        while (name.Length > width)
        {
            int end = name.LastIndexOf('_', width - 1) + 1;
            if (end < width / 2) end = width;
            lines.Append(name, 0, end).Append('\n');
            name = name[end..];
        }

        return lines.Append(name).ToString();
    }

    private static string Show(Rune rune) => rune.Value switch
    {
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        _ => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
            ? $"\\u{rune.Value:x4}"
            : rune.ToString(),
    };
}
