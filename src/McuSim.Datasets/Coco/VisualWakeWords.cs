using System.Globalization;
using McuSim.Common;
using McuSim.Common.Yaml;
using McuSim.Datasets.Layouts;

namespace McuSim.Datasets.Coco;

/// <summary>How images of COCO are divided into those with and those without an object.</summary>
public sealed record VisualWakeWordsOptions
{
    /// <summary>COCO's name of the object's class.</summary>
    public string Class { get; init; } = "person";

    /// <summary>The share of the image, 0 to 1, that an object must cover more than.</summary>
    public double Threshold { get; init; } = 0.005;

    /// <summary>Whether the object's outline counts (COCO's "area") rather than its box.</summary>
    public bool SegmentArea { get; init; }

    /// <summary>A file with the ids of the images to take, one a line; null for all.</summary>
    public string? Ids { get; init; }

    /// <summary>Whether images that are not there are left out rather than an error.</summary>
    public bool SkipMissing { get; init; }
}

/// <summary>
/// Visual Wake Words (A. Chowdhery et al., arXiv:1906.05721, section 3): an image is of the class when it has an object of it whose bounding box covers
/// more than 0.5 % of the image. The annotations are read as a stream, so their size does not matter.
/// </summary>
public static class VisualWakeWords
{
    private sealed record Image(string File, double Area)
    {
        public bool HasObject { get; set; }
    }

    /// <summary>Writes an index of the images.</summary>
    /// <param name="folder">COCO's folder, with the images in it or in sub-folders such as val2017.</param>
    /// <param name="annotations">Files such as instances_val2017.json; none to look in the folder and in its sub-folder annotations.</param>
    /// <param name="options">What is looked for.</param>
    /// <param name="index">The file to write.</param>
    /// <returns>Images without and with the object.</returns>
    /// <exception cref="McuSimException">Something cannot be read or written, an image is missing, or there is no such class.</exception>
    public static (int Without, int With) WriteIndex(string folder, IReadOnlyList<string> annotations, VisualWakeWordsOptions options, string index)
    {
        if (!Directory.Exists(folder))
            throw McuSimException.BadInput($"There is no folder {folder} with COCO's images.");
        HashSet<long>? ids = options.Ids is { } path ? ReadIds(path) : null;
        var finder = new ImageFinder(folder);
        var files = new List<ListedFile>();
        foreach (string file in annotations.Count > 0 ? annotations : Annotations(folder))
        {
            Dictionary<long, Image> images = Images(file, ids);
            Mark(file, images, options);
            foreach ((long id, Image image) in images)
            {
                if (finder.Find(image.File) is { } name)
                    files.Add(new ListedFile(name, null, image.HasObject ? 1 : 0));
                else if (!options.SkipMissing)
                    throw McuSimException.BadInput($"{file}: the image {id.ToString(CultureInfo.InvariantCulture)}, {image.File}, is not in {folder} or its sub-folders; download it, or leave such images out with --skip-missing.");
            }
        }

        if (files.Count == 0)
            throw McuSimException.BadInput($"{folder} has none of the images asked for; check --annotations and --ids.");
        DatasetIndex.Write(index, new Listing(folder, files, new ClassNames("the classes", [$"non_{options.Class}", options.Class])));
        int with = files.Count(f => f.Number == 1);
        return (files.Count - with, with);
    }

    private static string[] Annotations(string folder)
    {
        string[] found = [.. new[] { folder, Path.Combine(folder, "annotations") }.Where(Directory.Exists)
            .SelectMany(f => Directory.EnumerateFiles(f, "instances_*.json")).Order(StringComparer.Ordinal)];
        return found.Length == 1 ? found : throw McuSimException.BadInput(found.Length == 0
            ? $"{folder} and its sub-folder annotations have no instances_*.json; name the file with --annotations."
            : $"{folder} has several files of annotations ({string.Join(", ", found.Select(f => Path.GetFileName(f)))}); name those to use with --annotations.");
    }

    private static HashSet<long> ReadIds(string path) =>
    [
        .. TextLines.Read(path).Select(line => long.TryParse(line.Text, NumberStyles.None, CultureInfo.InvariantCulture, out long id)
            ? id : throw McuSimException.BadInput(FormattableString.Invariant($"{path}, line {line.Number}: expected the number of an image."))),
    ];

    private static Dictionary<long, Image> Images(string file, HashSet<long>? ids)
    {
        var images = new Dictionary<long, Image>();
        CocoReader.Read(file, "images", entry =>
        {
            if (entry is not { Id: { } id, Name: { Length: > 0 } name, Width: > 0, Height: > 0 })
                throw McuSimException.BadInput(FormattableString.Invariant($"{file}: image {images.Count + 1} has no id, file_name, width or height."));
            if (ids is null || ids.Contains(id))
            {
                if (!images.TryAdd(id, new Image(name, entry.Width.Value * entry.Height.Value)))
                    throw McuSimException.BadInput(FormattableString.Invariant($"{file} has two images with the id {id}."));
            }
        });
        return images;
    }

    private static void Mark(string file, Dictionary<long, Image> images, VisualWakeWordsOptions options)
    {
        long category = Category(file, options.Class);
        CocoReader.Read(file, "annotations", entry =>
        {
            if (entry.Category != category || entry.Image is not { } id || !images.TryGetValue(id, out Image? image))
                return;
            double area = (options.SegmentArea ? entry.SegmentArea : entry.BoxWidth * entry.BoxHeight) ?? throw McuSimException.BadInput(
                FormattableString.Invariant($"{file}: annotation {entry.Id} has no {(options.SegmentArea ? "area" : "bbox of four numbers")}."));
            image.HasObject |= area > options.Threshold * image.Area;
        });
    }

    private static long Category(string file, string name)
    {
        long? found = null;
        var names = new List<string>();
        CocoReader.Read(file, "categories", entry =>
        {
            if (entry is { Id: { } id, Name: { } text })
            {
                names.Add(text);
                if (text == name) found = id;
            }
        });
        return found ?? throw McuSimException.BadInput($"{file} has no class {Quote.Text(name)}{NearNames.Hint(name, names)}");
    }

    /// <summary>Looks for images in a folder and its sub-folders.</summary>
    private sealed class ImageFinder(string folder)
    {
        private readonly string[] places = ["", .. Directory.EnumerateDirectories(folder).Select(d => Path.GetFileName(d)).Order(StringComparer.Ordinal).Select(d => d + "/")];
        private string last = "";

        public string? Find(string name)
        {
            if (!Exists(last, name))
            {
                if (places.FirstOrDefault(p => Exists(p, name)) is not { } place)
                    return null;
                last = place;
            }
            return last + name;
        }

        private bool Exists(string place, string name) => File.Exists(Path.Combine(folder, place + name));
    }
}
