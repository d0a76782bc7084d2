using System.Globalization;
using System.Text;

namespace McuSim.Codegen;

/// <summary>Writes C: lines with indentation, numbers without culture, LF at every line's end.</summary>
internal sealed class CWriter
{
    private const int LineLength = 120;
    private readonly StringBuilder _text = new();
    private int _indentation;

    /// <summary>Writes one line.</summary>
    public CWriter Line(string line = "")
    {
        if (line.Length > 0) _text.Append(' ', 4 * _indentation).Append(line);
        _text.Append('\n');
        return this;
    }

    /// <summary>Writes a line that opens a block, the block, and the line that closes it.</summary>
    public CWriter Block(string open, Action body, string close)
    {
        Line(open);
        _indentation++;
        body();
        _indentation--;
        return Line(close);
    }

    /// <summary>Writes a comment over several lines.</summary>
    public CWriter Comment(IReadOnlyList<string> lines)
    {
        for (int i = 0; i < lines.Count; i++) Line((i == 0 ? "/* " : " * ") + Safe(lines[i]) + (i == lines.Count - 1 ? " */" : string.Empty));
        return this;
    }

    /// <summary>Writes items separated by commas, as many on a line as fit.</summary>
    public CWriter Items(IEnumerable<string> items)
    {
        var line = new StringBuilder();
        foreach (string item in items)
        {
            if (line.Length > 0 && line.Length + item.Length + 2 > LineLength)
            {
                Line(line.ToString());
                line.Clear();
            }

            if (line.Length > 0) line.Append(' ');
            line.Append(item).Append(',');
        }

        return line.Length > 0 ? Line(line.ToString()) : this;
    }

    /// <summary>An integer as a C literal.</summary>
    public static string Number(long value) => value == int.MinValue ? "INT32_MIN" : value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A float as an exact C literal (nine significant digits identify a float32).</summary>
    public static string Float(float value)
    {
        string digits = value.ToString("E8", CultureInfo.InvariantCulture);
        return digits + "f";
    }

    /// <summary>A C string literal of printable ASCII.</summary>
    public static string Text(string value) =>
        "\"" + string.Concat(value.Select(c => c is '"' or '\\' or '?' or < ' ' or > '~' ? '_' : c)) + "\"";

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    /// <summary>Text that cannot end a comment, for names come from model files.</summary>
    private static string Safe(string text) =>
        string.Concat(text.Select(c => c is < ' ' or > '~' ? '_' : c)).Replace("*/", "*_").Replace("/*", "/_");
}
