using System.Globalization;
using McuSim.Common;
using McuSim.Datasets.Preprocessing;
using McuSim.Datasets.Tensors;

namespace McuSim.Datasets.Layouts;

/// <summary>Finds the samples of a dataset, by whichever layout it has, and numbers their classes.</summary>
internal static class Labels
{
    /// <summary>Finds the files.</summary>
    /// <param name="path">A folder, a labels file or index, an array of NumPy, or a table of numbers.</param>
    /// <param name="recipe">Says which words of a speech dataset are wanted.</param>
    /// <param name="classes">Number of the network's outputs, or null.</param>
    public static Listing Find(string path, Recipe recipe, int? classes)
    {
        if (File.Exists(path))
        {
            OtherLayouts.CheckFile(path);
            return FileKinds.Of(path) == FileKind.Array ? ArrayDataset.Find(path)
                : FeatureTable.Is(path) ? FeatureTable.Open(path).List()
                : LabelsFile.Read(path);
        }

        if (!Directory.Exists(path))
            throw McuSimException.BadInput($"There is no folder or file {path} to read a dataset from.");
        ClassNames? ofFolder = ClassNames.FromFile(path);
        Listing found = LabelsFile.In(path) is { } labels ? LabelsFile.Read(labels)
            : SpeechCommands.IsRoot(path) ? SpeechCommands.Find(path, SpeechCommandsOptions.For(recipe, classes))
            : Cifar10.Find(path)
            ?? ImageNet.Find(path, new ImageNetOptions())
            ?? OfFolder(path);
        return found with { Classes = ofFolder ?? found.Classes };
    }

    /// <summary>Gives every file the number of its class.</summary>
    /// <param name="listing">What was found.</param>
    /// <param name="recipe">Its classes go before the dataset's order.</param>
    public static (List<LabelledFile> Files, ClassNames? Classes) Number(Listing listing, Recipe recipe)
    {
        ClassNames? classes = listing.Classes;
        if (!recipe.Classes.IsEmpty)
        {
            ClassNames ofRecipe = new($"the recipe {recipe.Name}", recipe.Classes);
            bool fits = listing.Files.All(f => f.Number is null && f.Class is { } name && ofRecipe.IndexOf(name) is not null);
            classes = fits || (!recipe.ClassesAreUsual && listing.Files.Any(f => f.Number is null)) ? ofRecipe : classes;
        }
        if (listing.Files.Any(f => f.Number is null))
            classes ??= ClassNames.OfFolders([.. listing.Files.Select(f => f.Class!).Distinct()]);
        return ([.. listing.Files.Select(f => Numbered(f, listing, classes, recipe.LabelOffset))], classes);
    }

    private static LabelledFile Numbered(ListedFile file, Listing listing, ClassNames? classes, int offset)
    {
        int number = file.Number ?? classes!.IndexOf(file.Class!) ?? throw McuSimException.BadInput(
            $"{Path.Combine(listing.Root, file.Name)}: {file.Class} is no class of {classes.Source}; add its name there or move its files away.");
        string name = classes?.NameOf(number) ?? file.Class ?? number.ToString(CultureInfo.InvariantCulture);
        return new LabelledFile(file.Name, number + offset, name, file.Part);
    }

    private static Listing OfFolder(string folder)
    {
        List<string> here = SampleFiles.In(folder, "");
        List<string> folders = SampleFiles.Folders(folder);
        if (folders.Count == 0 && ArrayDataset.In(folder, here) is { } array)
            return ArrayDataset.Find(array);
        OtherLayouts.CheckFolders(folder, folders);
        if (folders.Count == 0)
            return here.Count > 0 ? new Listing(folder, LabelsInNames.Read(here, folder)) : throw Empty(folder);
        if (here.Count > 0)
            throw McuSimException.BadInput($"{folder} has samples ({here[0]}) beside class folders ({folders[0]}); move them into a folder of their class, or write a labels.csv.");
        List<ListedFile> files = [.. folders.SelectMany(name => SampleFiles.In(folder, name).Select(file => new ListedFile(file, name)))];
        return files.Count > 0 ? new Listing(folder, files, ClassNames.OfFolders(folders)) : throw Empty(folder);
    }

    private static McuSimException Empty(string folder) =>
        McuSimException.BadInput($"{folder} holds no samples; a dataset is a folder of NAME_LABEL.bin files, or of class folders with images, sounds or tensors (docs/datasets.md).");
}
