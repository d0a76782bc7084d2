using System.Globalization;
using System.Text;

namespace McuSim.Gate;

/// <summary>A line of a trace file as tokens between blanks; what holds a blank, a quote or a sign that cannot be seen stands in quotes with escapes.</summary>
internal static class Tokens
{
    /// <summary>One token as it stands in a file.</summary>
    public static string Write(string text)
    {
        if (text.Length > 0 && text[0] is not ('[' or '#') && text.All(IsPlain)) return text;
        var quoted = new StringBuilder("\"");
        foreach (char c in text)
        {
            if (c is '"' or '\\') quoted.Append('\\').Append(c);
            else if (c == ' ' || IsPlain(c)) quoted.Append(c);
            else if (c == '\n') quoted.Append("\\n");
            else quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>The tokens of a line, or null when it is not made of tokens.</summary>
    public static List<string>? Read(string line)
    {
        var tokens = new List<string>();
        int at = 0;
        while (true)
        {
            while (at < line.Length && line[at] == ' ') at++;
            if (at == line.Length) return tokens;
            if (line[at] == '"')
            {
                if (Quoted(line, ref at) is not { } text) return null;
                tokens.Add(text);
                continue;
            }

            int start = at;
            while (at < line.Length && line[at] != ' ') at++;
            tokens.Add(line[start..at]);
        }
    }

    private static bool IsPlain(char c) => c is > ' ' and < '\u007f' ? c is not ('"' or '\\') : char.IsLetterOrDigit(c);

    private static string? Quoted(string line, ref int at)
    {
        var text = new StringBuilder();
        for (at++; at < line.Length; at++)
        {
            if (line[at] == '"')
            {
                at++;
                return at == line.Length || line[at] == ' ' ? text.ToString() : null;
            }

            if (line[at] != '\\') text.Append(line[at]);
            else if (++at == line.Length) return null;
            else if (line[at] is '"' or '\\') text.Append(line[at]);
            else if (line[at] == 'n') text.Append('\n');
            else if (line[at] == 'u' && at + 4 < line.Length && ushort.TryParse(line.AsSpan(at + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort code))
            {
                text.Append((char)code);
                at += 4;
            }
            else return null;
        }

        return null;
    }
}
