using System.Text;

namespace McuSim.Common.Yaml;

/// <summary>Puts text from a file into a message: in quotes, short, on one line.</summary>
internal static class Quote
{
    private const int MaxLength = 60;

    public static string Text(string text) => $"\"{Plain(text, MaxLength)}\"";

    /// <summary>A foreign message as part of a sentence: one line, no full stop.</summary>
    public static string Sentence(string text) => Plain(text, 200).TrimEnd('.', ' ');

    private static string Plain(string text, int maxLength)
    {
        var plain = new StringBuilder(Math.Min(text.Length, maxLength + 3));
        foreach (char c in text)
        {
            if (plain.Length == maxLength)
                return plain.Append("...").ToString();
            plain.Append(char.IsControl(c) || char.IsSurrogate(c) ? '?' : c);
        }
        return plain.ToString();
    }
}
