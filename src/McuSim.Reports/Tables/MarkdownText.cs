using System.Globalization;
using System.Text;

namespace McuSim.Reports;

/// <summary>Names as GitHub's Markdown shows them as they are: no markup, no links, no mentions, one line.</summary>
internal static class MarkdownText
{
    private const string Special = "\\`*[]<>#!|&@~$";

    /// <summary>The text with everything special written as a character reference.</summary>
    public static string Of(string text, int longest = 80)
    {
        string safe = SafeText.Of(text, longest);
        var written = new StringBuilder();
        for (int i = 0; i < safe.Length; i++)
        {
            char c = safe[i];
            bool link = (c == ':' && safe.AsSpan(i).StartsWith("://", StringComparison.Ordinal)) || (c == '.' && safe.AsSpan(0, i).EndsWith("www", StringComparison.OrdinalIgnoreCase));
            bool emphasis = c is '_' or '-' or '=' && !(i > 0 && char.IsLetterOrDigit(safe[i - 1]) && i + 1 < safe.Length && char.IsLetterOrDigit(safe[i + 1]));
            if (link || emphasis || Special.Contains(c, StringComparison.Ordinal)) written.Append(CultureInfo.InvariantCulture, $"&#{(int)c};");
            else written.Append(c);
        }

        return written.ToString();
    }
}
