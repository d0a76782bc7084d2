using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using McuSim.Common;
using McuSim.Datasets.Layouts;
using McuSim.Datasets.Preprocessing;
using McuSim.Datasets.Tensors;

namespace McuSim.Datasets;

/// <summary>
/// Labelled inputs in a fixed order. They are found in folders as they are downloaded (Speech Commands, ImageNet, CIFAR-10), in folders of one sub-folder
/// per class, in files named NAME_LABEL.bin, or through a labels file or an index; docs/datasets.md describes the layouts.
/// </summary>
public sealed class Dataset
{
    private const int MaxClasses = 100_000;

    private Dataset(string path, ImmutableArray<Sample> samples, int available, ImmutableArray<string> classNames, Recipe recipe)
    {
        Path = path;
        Recipe = recipe;
        Samples = samples;
        Available = available;
        ClassNames = classNames;
    }

    /// <summary>The folder or file as it was given.</summary>
    public string Path { get; }

    /// <summary>The samples, in ordinal order of their names.</summary>
    public ImmutableArray<Sample> Samples { get; }

    /// <summary>How many samples there are, also where <see cref="DatasetOptions.Limit"/> leaves some out.</summary>
    public int Available { get; }

    /// <summary>
    /// The classes' names by label, the class's number where it has no name; as many as <see cref="DatasetOptions.Classes"/> says, or as the
    /// labels need where it says nothing.
    /// </summary>
    public ImmutableArray<string> ClassNames { get; }

    /// <summary>How files become inputs.</summary>
    public Recipe Recipe { get; }

    /// <summary>SHA-256 of the names and labels of the samples, in order, as lower-case hexadecimal: equal for equal datasets, wherever they lie.</summary>
    public string Sha256
    {
        get
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (Sample sample in Samples)
                hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{sample.Name}\0{sample.Label}\n")));
            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }
    }

    /// <summary>Finds the samples and their labels; contents are read by <see cref="Sample.ReadInto"/>.</summary>
    /// <param name="path">The dataset's folder, or a labels file or index.</param>
    /// <param name="options">The network's input, the recipe, and limits.</param>
    /// <exception cref="McuSimException">It cannot be read, holds no samples, files of unknown kinds or of a wrong size, or has a label missing or out of range.</exception>
    public static Dataset Open(string path, DatasetOptions options)
    {
        var reader = new InputReader(options.Input, options.Recipe, options.Sequences);
        if (options.Limit is <= 0)
            throw McuSimException.BadInput($"{path}: the limit of {options.Limit} samples must be at least 1.");
        try
        {
            Listing listing = Labels.Find(path, options.Recipe, options.Classes - options.Recipe.LabelOffset);
            (List<LabelledFile> files, ClassNames? classes) = Labels.Number(listing, options.Recipe);
            if (classes is { IsAlphabetical: true } && options.Classes - options.Recipe.LabelOffset > classes.Names.Length)
            {
                throw McuSimException.BadInput(
                    $"{path} has {classes.Names.Length} classes ({string.Join(", ", classes.Names.Take(3))}), but the network tells {options.Classes} apart, so it is open which of its outputs they are; "
                    + $"write the names of all {options.Classes} in the order of the outputs to {System.IO.Path.Combine(listing.Root, "classes.txt")}, one a line.");
            }

            return Take(path, listing.Root, files, classes, options, reader);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw McuSimException.BadInput($"{path} cannot be read: {e.Message.ReplaceLineEndings(" ").TrimEnd('.')}.", e);
        }
    }

    private static Dataset Take(string path, string root, List<LabelledFile> files, ClassNames? classes, DatasetOptions options, InputReader reader)
    {
        files.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name) is var order && order != 0 ? order : Nullable.Compare(a.Part, b.Part));
        foreach (LabelledFile file in files)
            Check(root, file, options);
        int count = Math.Min(files.Count, options.Limit ?? files.Count);
        var samples = ImmutableArray.CreateBuilder<Sample>(count);
        for (int i = 0; i < count; i++)
        {
            int index = (int)((long)i * files.Count / count);
            samples.Add(new Sample(files[index], index, root, reader));
        }
        return new Dataset(path, samples.MoveToImmutable(), files.Count, Names(files, classes, options), options.Recipe);
    }

    private static ImmutableArray<string> Names(List<LabelledFile> files, ClassNames? classes, DatasetOptions options)
    {
        int offset = options.Recipe.LabelOffset;
        int needed = options.Classes ?? Math.Max(files.Max(f => f.Label) + 1, (classes?.Names.Length ?? 0) + offset);
        string[] names = [.. Enumerable.Range(0, needed).Select(i => classes?.NameOf(i - offset) ?? i.ToString(CultureInfo.InvariantCulture))];
        foreach (LabelledFile file in files)
            names[file.Label] = file.LabelName;
        return [.. names];
    }

    private static void Check(string root, LabelledFile file, DatasetOptions options)
    {
        string path = System.IO.Path.Combine(root, file.Name);
        if (file.Label >= MaxClasses)
            throw McuSimException.BadInput($"{path} has the label {file.Label}; labels go up to {MaxClasses - 1}.");
        if (options.Classes is { } classes && file.Label >= classes)
            throw McuSimException.BadInput($"{path} has the label {file.Label} ({file.LabelName}), but the network's output has {classes} classes, 0 to {classes - 1}.");
        if (FileKinds.Of(path) == FileKind.Tensor && file.Part is null && !(options.Sequences && new FileInfo(path).Length is > 0 and var length && length % options.Input.Bytes == 0))
            RawTensor.CheckLength(path, new FileInfo(path).Length, options.Input);
    }
}
