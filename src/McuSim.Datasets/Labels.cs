using McuSim.Common;

namespace McuSim.Datasets;

/// <summary>A sample's file and its label.</summary>
/// <param name="Name">Path from the dataset's folder, with forward slashes.</param>
/// <param name="Label">Index of the class.</param>
/// <param name="LabelName">The class's name, or its number.</param>
internal sealed record LabelledFile(string Name, int Label, string LabelName);

/// <summary>Finds the samples of a folder and their labels, by whichever of the three layouts the folder has.</summary>
internal static class Labels
{
    public static (List<LabelledFile> Files, ClassNames? Classes) Find(string folder)
    {
        ClassNames? classes = ClassNames.FromFile(folder);
        if (LabelsFile.In(folder) is { } labels)
            return (LabelsFile.Read(labels, folder, classes), classes);

        List<string> here = SampleFiles.In(folder, "");
        List<string> folders = SampleFiles.Folders(folder);
        if (folders.Count == 0)
            return here.Count > 0 ? (LabelsInNames.Read(here, folder, classes), classes) : throw Empty(folder);
        if (here.Count > 0)
            throw McuSimException.BadInput($"{folder} has samples ({here[0]}) beside class folders ({folders[0]}); move them into a folder of their class, or write a labels.csv.");
        classes ??= ClassNames.OfFolders(folders);
        List<LabelledFile> found = FromFolders(folder, folders, classes);
        return found.Count > 0 ? (found, classes) : throw Empty(folder);
    }

    private static List<LabelledFile> FromFolders(string folder, List<string> folders, ClassNames classes)
    {
        var found = new List<LabelledFile>();
        foreach (string name in folders)
        {
            int label = classes.IndexOf(name)
                ?? throw McuSimException.BadInput($"{Path.Combine(folder, name)} is no class of {classes.Source}; add its name there or move the folder away.");
            foreach (string file in SampleFiles.In(folder, name))
                found.Add(new LabelledFile(file, label, name));
        }
        return found;
    }

    private static McuSimException Empty(string folder) =>
        McuSimException.BadInput($"{folder} holds no samples; a dataset is a folder of NAME_LABEL.bin files, or of class folders with JPEG images or .bin files.");
}
