using System.Globalization;
using McuSim.Common;

namespace McuSim.Datasets;

/// <summary>
/// Reads labels.csv or labels.txt: lines <c>file,label</c> (comma, semicolon, tab or blank between; a first line <c>file,label</c> is a heading).
/// A label is a class's number, or its name.
/// </summary>
internal static class LabelsFile
{
    private static readonly string[] FileNames = ["labels.csv", "labels.txt"];

    private sealed record Entry(int Line, string File, string Label);

    public static string? In(string folder) => FileNames.Select(n => Path.Combine(folder, n)).FirstOrDefault(File.Exists);

    public static List<LabelledFile> Read(string path, string folder, ClassNames? classes)
    {
        List<Entry> entries = [.. TextLines.Read(path).Select(l => Split(path, l.Number, l.Text))];
        if (entries is [{ File: "file", Label: "label" }, ..])
            entries.RemoveAt(0);
        if (entries.Count == 0)
            throw McuSimException.BadInput($"{path} lists no samples.");
        classes ??= entries.All(e => Number(e.Label) is not null) ? null : ClassNames.Sorted(entries.Select(e => e.Label).Distinct());

        var seen = new HashSet<string>(StringComparer.Ordinal);
        var found = new List<LabelledFile>(entries.Count);
        foreach (Entry entry in entries)
        {
            if (!seen.Add(entry.File))
                throw McuSimException.BadInput($"{path}, line {entry.Line}: {entry.File} is listed twice.");
            if (Path.IsPathRooted(entry.File) || !File.Exists(Path.Combine(folder, entry.File)))
                throw McuSimException.BadInput($"{path}, line {entry.Line}: there is no file {entry.File} in the dataset's folder.");
            if (InputFile.KindOf(entry.File) is null)
                throw McuSimException.BadInput($"{path}, line {entry.Line}: {entry.File} is neither a raw tensor (.bin) nor a JPEG image (.jpg, .jpeg).");
            int label = classes?.IndexOf(entry.Label) ?? Number(entry.Label)
                ?? throw McuSimException.BadInput($"{path}, line {entry.Line}: {entry.Label} is neither a class of {classes?.Source} nor a number.");
            found.Add(new LabelledFile(entry.File, label, classes?.NameOf(label) ?? label.ToString(CultureInfo.InvariantCulture)));
        }
        return found;
    }

    private static Entry Split(string path, int line, string text)
    {
        int separator = text.LastIndexOfAny([',', ';', '\t']);
        if (separator < 0)
            separator = text.LastIndexOf(' ');
        string file = separator < 0 ? "" : text[..separator].Trim(), label = text[(separator + 1)..].Trim();
        return file.Length > 0 && label.Length > 0
            ? new Entry(line, file.Replace('\\', '/'), label)
            : throw McuSimException.BadInput($"{path}, line {line}: expected a file and its label with a comma between.");
    }

    private static int? Number(string text) =>
        text.Length <= 9 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
