using System.Globalization;
using McuSim.Common;

namespace McuSim.Datasets.Layouts;

/// <summary>
/// Reads labels.csv, labels.txt, or an index: lines <c>file,label</c> or <c>file,label,part</c> (comma, semicolon, tab or blank between; a heading is
/// passed over). A label is a class's number, or its name. Lines <c>#root: FOLDER</c> and <c>#class: NAME</c> before the first entry say where the files
/// are and in which order the network's outputs are.
/// </summary>
internal static class LabelsFile
{
    /// <summary>What an index begins its special lines with.</summary>
    public const string RootMark = "#root:", ClassMark = "#class:", Heading = "file,label", HeadingWithParts = "file,label,part";

    private static readonly string[] FileNames = ["labels.csv", "labels.txt"];
    private static readonly string[] FileColumn = ["file", "filename", "file_name", "path", "image", "image_path", "wav", "name"];
    private static readonly string[] LabelColumn = ["label", "class", "target", "category", "label_name", "class_name"];

    private sealed record Entry(int Line, string File, string Label, string? Part);

    public static string? In(string folder) => FileNames.Select(n => Path.Combine(folder, n)).FirstOrDefault(File.Exists);

    public static Listing Read(string path)
    {
        string root = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var classes = new List<string>();
        var entries = new List<Entry>();
        bool parts = false;
        foreach ((int number, string text) in TextLines.Read(path, comments: true))
        {
            if (text.StartsWith(RootMark, StringComparison.Ordinal))
                root = Path.Combine(root, text[RootMark.Length..].Trim());
            else if (text.StartsWith(ClassMark, StringComparison.Ordinal))
                classes.Add(text[ClassMark.Length..].Trim());
            else if (text[0] == '#')
                continue;
            else if (entries.Count == 0 && IsHeading(text, out bool withParts))
                parts = withParts;
            else
                entries.Add(Split(path, number, text, parts));
        }
        if (entries.Count == 0)
            throw McuSimException.BadInput($"{path} lists no samples.");
        ClassNames? names = classes.Count > 0 ? new ClassNames(path, classes) : null;
        bool allNumbers = names is null && entries.TrueForAll(e => Number(e.Label) is not null);
        var seen = new HashSet<(string, string?)>();
        var kept = new List<ListedFile>(entries.Count);
        foreach (Entry entry in entries)
            kept.Add(Listed(path, root, entry, seen, names, allNumbers));
        return new Listing(root, kept, names);
    }

    private static ListedFile Listed(string path, string root, Entry entry, HashSet<(string, string?)> seen, ClassNames? names, bool allNumbers)
    {
        if (!seen.Add((entry.File, entry.Part)))
            throw McuSimException.BadInput($"{path}, line {entry.Line}: {entry.File} is listed twice.");
        if (!File.Exists(Path.Combine(root, entry.File)))
            throw McuSimException.BadInput($"{path}, line {entry.Line}: there is no file {entry.File} in {root}.");
        if (FileKinds.Of(entry.File) is null)
            throw McuSimException.BadInput($"{path}, line {entry.Line}: {entry.File} is not {FileKinds.Text}.");
        int? part = entry.Part is null ? null : Number(entry.Part) ?? throw McuSimException.BadInput($"{path}, line {entry.Line}: {entry.Part} is no part of a file.");
        bool named = !allNumbers && (names is null || names.IndexOf(entry.Label) is not null);
        if (!named && Number(entry.Label) is null)
            throw McuSimException.BadInput($"{path}, line {entry.Line}: {entry.Label} is neither a class of {path} nor a number.");
        return new ListedFile(entry.File, named ? entry.Label : null, named ? null : Number(entry.Label), part);
    }

    private static bool IsHeading(string text, out bool parts)
    {
        string[] columns = [.. text.Split([',', ';', '\t', ' '], StringSplitOptions.RemoveEmptyEntries).Select(c => c.Trim().Trim('"').ToLowerInvariant())];
        parts = columns is [_, _, "part"];
        return columns.Length is 2 or 3 && FileColumn.Contains(columns[0]) && LabelColumn.Contains(columns[1]) && (columns.Length == 2 || parts);
    }

    private static Entry Split(string path, int line, string text, bool parts)
    {
        (string rest, string? part) = parts ? Last(text) : (text, null);
        (string file, string label) = Last(rest);
        return file.Length > 0 && label.Length > 0
            ? new Entry(line, file.Replace('\\', '/'), label, part is "" ? null : part)
            : throw McuSimException.BadInput($"{path}, line {line}: expected a file and its label with a comma between.");
    }

    /// <summary>What is before and behind the last separator; quotation marks around either are taken off.</summary>
    private static (string Before, string Behind) Last(string text)
    {
        int separator = text.LastIndexOfAny([',', ';', '\t']);
        if (separator < 0)
            separator = text.LastIndexOf(' ');
        return separator < 0 ? ("", text) : (Unquoted(text[..separator]), Unquoted(text[(separator + 1)..]));
    }

    private static string Unquoted(string field) =>
        field.Trim() is ['"', .. var inner, '"'] ? inner.Replace("\"\"", "\"", StringComparison.Ordinal) : field.Trim();

    private static int? Number(string text) =>
        text.Length <= 9 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
