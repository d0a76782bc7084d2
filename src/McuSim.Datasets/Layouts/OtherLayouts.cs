using McuSim.Common;

namespace McuSim.Datasets.Layouts;

/// <summary>Recognises what is no dataset of labelled inputs, and says what to do with it.</summary>
internal static class OtherLayouts
{
    private const string Detection = "eval measures classification only; for a network that finds objects compare its outputs with the float model's "
        + "(--data with any images and labels, --reference OUTPUTS.npy), or make a list of images by class: 'mcusim dataset vww --help'";

    /// <summary>Checks a file that is to be a dataset.</summary>
    /// <exception cref="McuSimException">It is of a kind that has to be converted first.</exception>
    public static void CheckFile(string path)
    {
        string? remedy = Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".npz" => "is a zip archive of arrays; unpack it, and give the array with one input in each row, beside which its labels lie (X_test.npy and y_test.npy)",
            ".json" or ".xml" => $"holds annotations, not inputs; {Detection}",
            ".zip" or ".tar" or ".gz" or ".tgz" or ".bz2" or ".xz" or ".7z" => "is an archive; unpack it and give the folder",
            ".tfrecord" or ".tfrecords" or ".parquet" or ".arrow" or ".h5" or ".hdf5" or ".mat" or ".pkl" or ".pt" =>
                "is of a kind that is not read; save its inputs and labels as X_test.npy and y_test.npy, or its images in a folder for each class",
            _ => null,
        };
        if (remedy is not null) throw McuSimException.BadInput($"{path} {remedy} (docs/datasets.md).");
    }

    /// <summary>Checks the sub-folders of a folder that is to be a dataset.</summary>
    /// <exception cref="McuSimException">They are those of a detection dataset, or hold further folders.</exception>
    public static void CheckFolders(string folder, IReadOnlyCollection<string> folders)
    {
        bool Has(params ReadOnlySpan<string> names)
        {
            foreach (string name in names)
            {
                if (folders.Contains(name, StringComparer.OrdinalIgnoreCase)) return true;
            }

            return false;
        }

        if ((Has("annotations") && (Has("images", "jpegimages") || folders.Any(f => f.StartsWith("train", StringComparison.Ordinal) || f.StartsWith("val", StringComparison.Ordinal)))) || (Has("images") && Has("labels")))
            throw McuSimException.BadInput($"{folder} looks like a dataset for detecting objects (COCO, VOC or YOLO); {Detection} (docs/datasets.md).");
        string[] nested = [.. folders.Where(f => SampleFiles.Folders(Path.Combine(folder, f)).Count > 0).Order(StringComparer.Ordinal)];
        if (nested.Length == 0) return;
        string likely = nested.FirstOrDefault(f => f.Contains("test", StringComparison.OrdinalIgnoreCase)) ?? nested.FirstOrDefault(f => f.Contains("val", StringComparison.OrdinalIgnoreCase)) ?? nested[0];
        throw McuSimException.BadInput($"{folder} holds folders of folders ({string.Join(", ", nested.Take(3))}); give the one with the class folders, such as {Path.Combine(folder, likely)}.");
    }
}
