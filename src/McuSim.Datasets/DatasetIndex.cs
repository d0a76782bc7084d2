using System.Globalization;
using System.Text;
using McuSim.Common;
using McuSim.Datasets.Layouts;

namespace McuSim.Datasets;

/// <summary>A file that lists the inputs of a dataset with their labels, without copying them: what <see cref="Dataset.Open"/> reads as a labels file.</summary>
public static class DatasetIndex
{
    /// <summary>Writes an index of Speech Commands.</summary>
    /// <param name="folder">The folder as it is unpacked.</param>
    /// <param name="options">Which clips are taken, and as what.</param>
    /// <param name="index">The file to write.</param>
    /// <returns>Inputs of every class, in the order of the classes.</returns>
    /// <exception cref="McuSimException">The folder is not of this kind, or something cannot be read or written.</exception>
    public static IReadOnlyList<(string Class, int Inputs)> OfSpeechCommands(string folder, SpeechCommandsOptions options, string index) =>
        Guarded(folder, index, () => SpeechCommands.Find(folder, options));

    /// <summary>Writes an index of ImageNet's validation set.</summary>
    /// <param name="folder">The folder of the images or of the class folders.</param>
    /// <param name="options">Where the labels are.</param>
    /// <param name="index">The file to write.</param>
    /// <returns>Inputs of every class, in the order of the classes.</returns>
    /// <exception cref="McuSimException">The folder is not of this kind, or something cannot be read or written.</exception>
    public static IReadOnlyList<(string Class, int Inputs)> OfImageNet(string folder, ImageNetOptions options, string index) =>
        Guarded(folder, index, () => ImageNet.Find(folder, options) ?? throw McuSimException.BadInput(
            $"{folder} has no class folders named by synset, no images named by synset, and no validation images with their ground truth; name that with --labels."));

    /// <summary>Writes an index, whole or not at all.</summary>
    internal static void Write(string path, Listing listing)
    {
        string target = Path.GetFullPath(path), folder = Path.GetDirectoryName(target)!;
        string root = Path.GetRelativePath(folder, Path.GetFullPath(listing.Root)).Replace('\\', '/');
        bool parts = listing.Files.Any(f => f.Part is not null);
        string temporary = Path.Combine(folder, $".{Path.GetFileName(target)}.tmp");
        try
        {
            using (var text = new StreamWriter(temporary, append: false, new UTF8Encoding(false)) { NewLine = "\n" })
            {
                text.WriteLine($"{LabelsFile.RootMark} {root}");
                foreach (string name in listing.Classes?.Names ?? [])
                    text.WriteLine($"{LabelsFile.ClassMark} {name}");
                text.WriteLine(parts ? LabelsFile.HeadingWithParts : LabelsFile.Heading);
                foreach (ListedFile file in listing.Files.OrderBy(f => f.Name, StringComparer.Ordinal).ThenBy(f => f.Part))
                    text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Field(file.Name)},{Label(file, listing.Classes)}{(parts ? $",{file.Part}" : "")}"));
            }

            File.Move(temporary, target, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            File.Delete(temporary);
            throw McuSimException.BadInput($"The index {path} cannot be written ({e.Message.ReplaceLineEndings(" ").TrimEnd('.')}); name a file in a folder that exists and can be written.", e);
        }
    }

    private static IReadOnlyList<(string Class, int Inputs)> Guarded(string folder, string index, Func<Listing> find)
    {
        if (!Directory.Exists(folder))
            throw McuSimException.BadInput($"There is no folder {folder} to make an index of.");
        try
        {
            Listing listing = find();
            Write(index, listing);
            return [.. listing.Files.GroupBy(f => Number(f, listing.Classes) ?? -1).OrderBy(g => g.Key)
                .Select(g => (listing.Classes?.NameOf(g.Key) ?? g.First().Class ?? g.Key.ToString(CultureInfo.InvariantCulture), g.Count()))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw McuSimException.BadInput($"{folder} cannot be read: {e.Message.ReplaceLineEndings(" ").TrimEnd('.')}.", e);
        }
    }

    private static int? Number(ListedFile file, ClassNames? classes) => file.Number ?? classes?.IndexOf(file.Class!);

    /// <summary>The class's number, unless that is another class's name.</summary>
    private static string Label(ListedFile file, ClassNames? classes)
    {
        if (Number(file, classes) is not { } number)
            return file.Class!;
        string text = number.ToString(CultureInfo.InvariantCulture);
        return classes?.IndexOf(text) is { } other && other != number ? classes.NameOf(number)! : text;
    }

    private static string Field(string name) => name.Contains('"') || name.StartsWith('#') || name != name.Trim() ? $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : name;
}
