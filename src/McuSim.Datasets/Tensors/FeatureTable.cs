using System.Collections.Immutable;
using System.Globalization;
using McuSim.Common;
using McuSim.Datasets.Layouts;

namespace McuSim.Datasets.Tensors;

/// <summary>
/// A CSV file of inputs: a row of numbers and a label for each (comma, semicolon or tab between). The label is the column that a heading calls so, or the one of
/// words, else the last one; a first column called id or index is passed over.
/// </summary>
internal sealed class FeatureTable
{
    private static readonly char[] Separators = [',', ';', '\t'];
    private static readonly string[] LabelColumn = ["label", "labels", "class", "target", "category", "y", "label_name", "class_name"];
    private static readonly string[] CounterColumn = ["", "id", "index"];

    private readonly string path;
    private readonly List<float[]> rows = [];
    private readonly List<string> labels = [];

    private FeatureTable(string path)
    {
        this.path = path;
        int label = -1, skipped = -1, columns = -1;
        foreach ((int number, string text) in TextLines.Read(path))
        {
            string[] cells = Cells(text);
            if (columns < 0)
            {
                columns = cells.Length;
                if (IsHeading(cells))
                {
                    label = Array.FindIndex(cells, c => LabelColumn.Contains(c.ToLowerInvariant()));
                    if (CounterColumn.Contains(cells[0].ToLowerInvariant())) skipped = 0;
                    continue;
                }
            }

            if (label < 0) label = Array.FindIndex(cells, c => Number(c) is null) is >= 0 and int words ? words : columns - 1;
            if (cells.Length != columns) throw McuSimException.BadInput($"{path}, line {number}: it has {cells.Length} columns instead of {columns}.");
            labels.Add(cells[label]);
            rows.Add([.. cells.Index().Where(c => c.Index != label && c.Index != skipped).Select(c => Number(c.Item) is { } value ? value
                : throw McuSimException.BadInput($"{path}, line {number}: '{c.Item}' in column {c.Index + 1} is no number."))]);
        }

        if (rows.Count == 0) throw McuSimException.BadInput($"{path} has no rows of numbers.");
        IsPixels = rows.TrueForAll(r => Array.TrueForAll(r, v => v is >= 0 and <= 255 && v == MathF.Floor(v))) && rows.Exists(r => Array.Exists(r, v => v > 1));
    }

    /// <summary>Whether all numbers are whole, from 0 to 255, and not only 0 and 1.</summary>
    public bool IsPixels { get; }

    /// <summary>Reads a file.</summary>
    /// <exception cref="McuSimException">A row has other columns than the first, or a cell that must be a number is none.</exception>
    public static FeatureTable Open(string path) => new(path);

    /// <summary>Whether a file is such a table, and no list of files: its first row, or the one under the heading, is of numbers but for one cell at most, and does not begin with a file's name.</summary>
    public static bool Is(string path)
    {
        if (!path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase)) return false;
        foreach ((_, string text) in TextLines.Read(path).Take(2))
        {
            string[] cells = Cells(text);
            if (cells.Length >= 2 && cells.Count(c => Number(c) is null) <= 1 && (Number(cells[0]) is not null || cells.Length > 2) && FileKinds.Of(cells[0]) is null)
                return true;
        }

        return false;
    }

    /// <summary>The rows as samples: parts of the file.</summary>
    public Listing List()
    {
        bool allNumbers = labels.TrueForAll(l => WholeNumber(l) is not null);
        string name = Path.GetFileName(path);
        return new(Path.GetDirectoryName(Path.GetFullPath(path))!, [.. labels.Select((l, row) => new ListedFile(name, allNumbers ? null : l, allNumbers ? WholeNumber(l) : null, row))]);
    }

    /// <summary>The numbers of a row.</summary>
    public ReadOnlySpan<float> Row(int index) => rows[index];

    private static bool IsHeading(string[] cells) => cells.Count(c => Number(c) is null) > 1 || (cells.Length == 2 && cells.All(c => Number(c) is null));

    private static string[] Cells(string text) => [.. text.Split(Separators).Select(c => c.Trim().Trim('"').Trim())];

    private static float? Number(string text) => float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float value) && float.IsFinite(value) ? value : null;

    /// <summary>A class's number; tables that went through a library of numbers write 3.0.</summary>
    private static int? WholeNumber(string text) => Number(text) is { } value and >= 0 and < 1e6f && value == MathF.Floor(value) ? (int)value : null;
}
