using System.Globalization;
using McuSim.Common;

namespace McuSim.Datasets.Layouts;

/// <summary>
/// ImageNet's validation set as it comes: class folders named by synset, images whose names begin with one, or numbered images with a list of the
/// ground truth.
/// </summary>
internal static class ImageNet
{
    private const string DevelopmentKit = "ILSVRC2012_validation_ground_truth.txt";
    private static readonly string[] LabelFiles = ["imagenet_2012_validation_synset_labels.txt", "val.txt", "LOC_val_solution.csv", DevelopmentKit];

    /// <summary>The samples, or null where the folder is not of this kind.</summary>
    public static Listing? Find(string folder, ImageNetOptions options)
    {
        List<string> folders = [.. SampleFiles.Folders(folder).Where(f => Synsets.In(f) == f)];
        List<(string File, string Synset)> named = folders.Count > 0
            ? [.. folders.SelectMany(f => SampleFiles.In(folder, f).Select(file => (file, f)))]
            : [.. Images(folder).Select(f => (f, Synsets.In(f)!)).Where(f => f.Item2 is not null)];
        if (named.Count > 0)
        {
            Synsets synsets = Order(folder, options) ?? Synsets.Of(folders.Count > 0 ? folders : named.Select(n => n.Synset));
            return new Listing(folder, [.. named.Select(n => new ListedFile(n.File, null, synsets.IndexOf(n.Synset, Path.Combine(folder, n.File))))], synsets.Classes);
        }
        return (options.Labels ?? Beside(folder)) is { } labels ? WithGroundTruth(folder, labels, options) : null;
    }

    private static List<string> Images(string folder)
    {
        List<string> images = [.. Directory.EnumerateFiles(folder).Select(f => Path.GetFileName(f)).Where(f => FileKinds.Of(f) == FileKind.Image)];
        images.Sort(StringComparer.Ordinal);
        return images;
    }

    private static Synsets? Order(string folder, ImageNetOptions options) => options.Synsets is { } path ? Synsets.Read(path) : Synsets.Beside(folder);

    /// <summary>A list of known name in the folder or above it, where the folder's images are those of the validation set.</summary>
    private static string? Beside(string folder)
    {
        string? above = Path.GetDirectoryName(Path.GetFullPath(folder));
        bool numbered = Images(folder).Any(i => i.StartsWith("ILSVRC2012_val_", StringComparison.Ordinal));
        return !numbered ? null : LabelFiles.SelectMany(name => new[] { Path.Combine(folder, name), Path.Combine(above ?? folder, name) }).FirstOrDefault(File.Exists)
            ?? throw McuSimException.BadInput($"{folder} has the images of ImageNet's validation set but no ground truth; put one of {string.Join(", ", LabelFiles)} beside them, or name it: mcusim dataset imagenet --labels FILE.");
    }

    private static Listing WithGroundTruth(string folder, string path, ImageNetOptions options)
    {
        List<(int Number, string Text)> lines = [.. TextLines.Read(path).Where(l => !l.Text.StartsWith("ImageId,", StringComparison.Ordinal))];
        Dictionary<string, string>? byName = lines.TrueForAll(l => l.Text.IndexOfAny([' ', ',', '\t']) > 0) ? ByName(path, lines) : null;
        List<string> images = Images(folder);
        if (byName is null && lines.Count != images.Count)
            throw McuSimException.BadInput($"{path} has {lines.Count} labels, but {folder} has {images.Count} images; they must go together in order of the names.");
        bool numbers = (byName?.Values ?? lines.Select(l => l.Text)).All(l => Number(l) is not null);
        if (numbers && options.Ids is null && Path.GetFileName(path) == DevelopmentKit)
            throw McuSimException.BadInput($"The numbers of {path} are those of the development kit; give its map_clsloc.txt (a synset and its number on each line) with --ids.");
        Synsets? synsets = Order(folder, options);
        if (!numbers)
            synsets ??= Synsets.Of(byName?.Values ?? lines.Select(l => l.Text));
        Dictionary<string, string>? ids = options.Ids is { } map ? Ids(map) : null;
        if (ids is not null)
            synsets ??= Synsets.Of(ids.Values);

        var files = new List<ListedFile>(images.Count);
        for (int i = 0; i < images.Count; i++)
        {
            string image = images[i], where = Path.Combine(folder, image);
            string label = byName is null ? lines[i].Text : byName.TryGetValue(Path.GetFileNameWithoutExtension(image), out string? found) ? found
                : throw McuSimException.BadInput($"{where} has no label in {path}.");
            if (ids is not null && Number(label) is not null)
                label = ids.TryGetValue(label, out string? synset) ? synset : throw McuSimException.BadInput($"{where}: the number {label} is not in {options.Ids}.");
            files.Add(new ListedFile(image, null, Number(label) ?? synsets!.IndexOf(label, where)));
        }
        return new Listing(folder, files, synsets?.Classes);
    }

    /// <summary>Lines of an image's name and its label; of Kaggle's boxes behind the label nothing is taken.</summary>
    private static Dictionary<string, string> ByName(string path, List<(int Number, string Text)> lines)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach ((int number, string text) in lines)
        {
            string[] parts = text.Split([' ', ',', '\t'], StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length < 2 || !labels.TryAdd(Path.GetFileNameWithoutExtension(parts[0]), parts[1]))
                throw McuSimException.BadInput($"{path}, line {number}: expected an image that was not listed before, and its label.");
        }
        return labels;
    }

    private static Dictionary<string, string> Ids(string path)
    {
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach ((int number, string text) in TextLines.Read(path))
        {
            string[] parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length < 2 || Synsets.In(parts[0]) is not { } synset || Number(parts[1]) is null || !ids.TryAdd(parts[1], synset))
                throw McuSimException.BadInput($"{path}, line {number}: expected a synset and its number, such as \"n02119789 1 kit_fox\".");
        }
        return ids;
    }

    private static int? Number(string text) =>
        text.Length <= 5 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
