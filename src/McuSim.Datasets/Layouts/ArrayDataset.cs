using McuSim.Common;
using McuSim.Datasets.Tensors;

namespace McuSim.Datasets.Layouts;

/// <summary>
/// An array of NumPy with one input in each row, such as X_test.npy, and beside it the labels: y_test.npy, with a number for each row or a row of shares of which
/// the largest counts.
/// </summary>
internal static class ArrayDataset
{
    /// <summary>The array of a folder that has labels beside it; of several the one for testing; null where there is none, or no single one.</summary>
    public static string? In(string folder, IReadOnlyCollection<string> files)
    {
        string[] labelled = [.. files.Where(f => FileKinds.Of(f) == FileKind.Array && LabelNames(Path.GetFileNameWithoutExtension(f)).Any(n => files.Contains(n + ".npy")))];
        if (labelled.Length > 1) labelled = [.. labelled.Where(f => f.Contains("test", StringComparison.OrdinalIgnoreCase))];
        return labelled is [var only] ? Path.Combine(folder, only) : null;
    }

    /// <summary>The rows as samples: parts of the file.</summary>
    /// <exception cref="McuSimException">There are no labels, or not as many as rows.</exception>
    public static Listing Find(string path)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!, name = Path.GetFileName(path);
        string[] candidates = [.. LabelNames(Path.GetFileNameWithoutExtension(path)).Select(n => n + ".npy")];
        string labels = candidates.Select(n => Path.Combine(folder, n)).FirstOrDefault(File.Exists)
            ?? throw McuSimException.BadInput($"{path} has no labels beside it; save them, a number for each row, as {string.Join(" or ", candidates)}.");
        NpyRows inputs = NpyRows.Open(path), rows = NpyRows.Open(labels);
        if (inputs.Count != rows.Count) throw McuSimException.BadInput($"{path} has {inputs.Count} rows, but {labels} has {rows.Count}; save a label for each row.");
        var files = new List<ListedFile>(rows.Count);
        var values = new float[rows.RowLength];
        for (int row = 0; row < rows.Count; row++)
        {
            rows.Read(row, values);
            float label = values.Length == 1 ? values[0] : Array.IndexOf(values, values.Max());
            if (label < 0 || label >= 1e6f || label != MathF.Floor(label))
                throw McuSimException.BadInput(FormattableString.Invariant($"{labels}, row {row}: {label} is no class; save the classes' numbers from 0 on."));
            files.Add(new(name, null, (int)label, row));
        }

        return new Listing(folder, files);
    }

    /// <summary>X_test: y_test. test_x: test_y. features: labels. Whatever: whatever_labels.</summary>
    private static IEnumerable<string> LabelNames(string name)
    {
        if (name is ['x' or 'X', ..] && (name.Length == 1 || !char.IsLetter(name[1])))
        {
            yield return $"y{name[1..]}";
            yield return $"Y{name[1..]}";
        }

        if (name is [.., '_' or '-', 'x' or 'X']) yield return $"{name[..^1]}y";
        if (name.Contains("features", StringComparison.Ordinal)) yield return name.Replace("features", "labels", StringComparison.Ordinal);
        yield return $"{name}_labels";
    }
}
