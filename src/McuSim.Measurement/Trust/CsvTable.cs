namespace McuSim.Measurement;

/// <summary>A table of comma-separated values with a heading (RFC 4180; no line breaks in values).</summary>
internal sealed class CsvTable
{
    private readonly Dictionary<string, int> columns = new(StringComparer.Ordinal);

    /// <summary>Reads a table.</summary>
    public CsvTable(string text)
    {
        string[] lines = text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length == 0) return;
        foreach ((int index, string name) in Values(lines[0]).Index()) columns.TryAdd(name.Trim(), index);
        Rows = [.. lines.Skip(1).Select(line => Values(line).ToArray())];
    }

    /// <summary>The rows, without the heading.</summary>
    public IReadOnlyList<string[]> Rows { get; } = [];

    /// <summary>Whether there is a column.</summary>
    public bool Has(string column) => columns.ContainsKey(column);

    /// <summary>A value; nothing where the column or the value is missing.</summary>
    public string Value(string[] row, string column) => columns.TryGetValue(column, out int index) && index < row.Length ? row[index].Trim() : "";

    private static List<string> Values(string line)
    {
        var values = new List<string>();
        var value = new System.Text.StringBuilder();
        bool quoted = false;
        for (int i = 0; i < line.Length; i++)
        {
            char c = line[i];
            if (c == '"' && quoted && i + 1 < line.Length && line[i + 1] == '"')
            {
                value.Append(c);
                i++;
            }
            else if (c == '"')
            {
                quoted = !quoted;
            }
            else if (c == ',' && !quoted)
            {
                values.Add(value.ToString());
                value.Clear();
            }
            else
            {
                value.Append(c);
            }
        }

        values.Add(value.ToString());
        return values;
    }
}
