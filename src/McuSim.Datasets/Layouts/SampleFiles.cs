using McuSim.Common;

namespace McuSim.Datasets.Layouts;

/// <summary>Lists the files of a dataset's folder. Documents (README, LICENSE, .md, .txt, .csv, .json, .yaml) and hidden files are passed over; other kinds are an error.</summary>
internal static class SampleFiles
{
    private const int MaxFiles = 5_000_000;

    private static readonly string[] Documents = ["", ".md", ".txt", ".csv", ".json", ".yaml", ".yml", ".html"];

    /// <summary>The samples directly in <paramref name="folder"/>/<paramref name="subfolder"/>, as paths from <paramref name="folder"/>.</summary>
    public static List<string> In(string folder, string subfolder)
    {
        var samples = new List<string>();
        foreach (string path in Directory.EnumerateFiles(Path.Combine(folder, subfolder)))
        {
            string name = Path.GetFileName(path);
            if (name.StartsWith('.'))
                continue;
            if (FileKinds.Of(name) is null)
            {
                if (Documents.Contains(Path.GetExtension(name).ToLowerInvariant()))
                    continue;
                throw McuSimException.BadInput($"{path} is not {FileKinds.Text}; convert it or move it out of the dataset.");
            }
            if (samples.Count == MaxFiles)
                throw McuSimException.BadInput($"{folder} holds more than {MaxFiles} samples.");
            samples.Add(subfolder.Length == 0 ? name : $"{subfolder}/{name}");
        }
        return samples;
    }

    /// <summary>The names of the sub-folders.</summary>
    public static List<string> Folders(string folder) =>
        [.. Directory.EnumerateDirectories(folder).Select(d => Path.GetFileName(d)).Where(n => !n.StartsWith('.'))];
}
