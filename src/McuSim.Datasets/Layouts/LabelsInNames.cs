using System.Globalization;
using McuSim.Common;

namespace McuSim.Datasets.Layouts;

/// <summary>
/// Takes labels from file names: <c>tst_000000_Stop_7.bin</c> has the label 7. The part before it (Stop) is the class's name when every file agrees
/// and no two labels share one.
/// </summary>
internal static class LabelsInNames
{
    public static List<ListedFile> Read(List<string> files, string folder)
    {
        List<(string File, int Label, string Name)> parsed = [.. files.Select(f => Parse(f, folder))];
        bool named = parsed.TrueForAll(p => p.Name.Length > 0)
            && Agree(parsed.Select(p => (p.Label.ToString(CultureInfo.InvariantCulture), p.Name)))
            && Agree(parsed.Select(p => (p.Name, p.Label.ToString(CultureInfo.InvariantCulture))));
        return [.. parsed.Select(p => new ListedFile(p.File, named ? p.Name : null, p.Label))];
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

    /// <summary>Whether every key goes with one value only.</summary>
    private static bool Agree(IEnumerable<(string Key, string Value)> pairs)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        return pairs.All(p => values.TryAdd(p.Key, p.Value) || values[p.Key] == p.Value);
    }
}
