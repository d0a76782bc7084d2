using System.Globalization;
using McuSim.Common;

namespace McuSim.Datasets;

/// <summary>
/// Takes labels from file names: <c>tst_000000_Stop_7.bin</c> has the label 7. The part before it (Stop) is the class's name when every file agrees
/// and no two labels share one.
/// </summary>
internal static class LabelsInNames
{
    public static List<LabelledFile> Read(List<string> files, string folder, ClassNames? classes)
    {
        List<(string File, int Label, string Name)> parsed = [.. files.Select(f => Parse(f, folder))];
        Dictionary<int, string>? names = classes is null ? Names(parsed) : null;
        return [.. parsed.Select(p => new LabelledFile(
            p.File, p.Label, classes?.NameOf(p.Label) ?? names?[p.Label] ?? p.Label.ToString(CultureInfo.InvariantCulture)))];
    }

    private static (string File, int Label, string Name) Parse(string file, string folder)
    {
        string stem = Path.GetFileNameWithoutExtension(file);
        int last = stem.LastIndexOf('_');
        string digits = stem[(last + 1)..];
        if (last < 0 || digits.Length > 9 || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int label))
        {
            throw McuSimException.BadInput(
                $"{Path.Combine(folder, file)} has no label; name it NAME_LABEL{Path.GetExtension(file)}, put it into a folder of its class, or write a labels.csv.");
        }
        int before = last == 0 ? -1 : stem.LastIndexOf('_', last - 1);
        return (file, label, stem[(before + 1)..last]);
    }

    private static Dictionary<int, string>? Names(List<(string File, int Label, string Name)> files)
    {
        var names = new Dictionary<int, string>();
        foreach ((_, int label, string name) in files)
        {
            if (name.Length == 0 || (!names.TryAdd(label, name) && names[label] != name))
                return null;
        }
        return names.Values.Distinct(StringComparer.Ordinal).Count() == names.Count ? names : null;
    }
}
