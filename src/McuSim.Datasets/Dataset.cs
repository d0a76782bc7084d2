using System.Collections.Immutable;
using System.Globalization;
using McuSim.Common;

namespace McuSim.Datasets;

/// <summary>
/// A folder of labelled inputs in a fixed order: raw tensors (.bin) and JPEG images (.jpg, .jpeg). Labels come from, in this order,
/// <list type="number">
/// <item>a labels file in the folder (labels.csv or labels.txt; lines <c>file,label</c> with a class's number or name),</item>
/// <item>sub-folders, one for each class; the label is the class's place in ordinal order of the names,</item>
/// <item>file names, <c>NAME_LABEL.bin</c>: the number before the ending.</item>
/// </list>
/// A file classes.txt in the folder (one name a line, in the order of the network's outputs) replaces the order of the sub-folders' names.
/// </summary>
public sealed class Dataset
{
    private const int MaxClasses = 100_000;

    private Dataset(string folder, ImmutableArray<Sample> samples, int available, ImmutableArray<string> classNames)
    {
        Folder = folder;
        Samples = samples;
        Available = available;
        ClassNames = classNames;
    }

    /// <summary>The folder as it was given.</summary>
    public string Folder { get; }

    /// <summary>The samples, in ordinal order of their paths.</summary>
    public ImmutableArray<Sample> Samples { get; }

    /// <summary>How many samples the folder holds, also where <see cref="DatasetOptions.Limit"/> leaves some out.</summary>
    public int Available { get; }

    /// <summary>
    /// The classes' names by label, the class's number where it has no name; as many as <see cref="DatasetOptions.Classes"/> says, or as the
    /// labels need where it says nothing.
    /// </summary>
    public ImmutableArray<string> ClassNames { get; }

    /// <summary>Finds the samples and their labels; contents are read by <see cref="Sample.ReadInto"/>.</summary>
    /// <param name="folder">The dataset's folder.</param>
    /// <param name="options">The network's input, and limits.</param>
    /// <exception cref="McuSimException">The folder cannot be read, holds no samples, files of unknown kinds or of a wrong size, or has a label missing or out of range.</exception>
    public static Dataset Open(string folder, DatasetOptions options)
    {
        InputFile.CheckFormat(options.Input);
        if (options.Limit is <= 0)
            throw McuSimException.BadInput($"{folder}: the limit of {options.Limit} samples must be at least 1.");
        try
        {
            return Read(folder, options);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw McuSimException.BadInput($"{folder} cannot be read: {e.Message.ReplaceLineEndings(" ").TrimEnd('.')}.", e);
        }
    }

    private static Dataset Read(string folder, DatasetOptions options)
    {
        if (!Directory.Exists(folder))
            throw McuSimException.BadInput($"There is no folder {folder} to read a dataset from.");
        (List<LabelledFile> files, ClassNames? classes) = Labels.Find(folder);
        files.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        foreach (LabelledFile file in files)
            Check(folder, file, options);

        int count = Math.Min(files.Count, options.Limit ?? files.Count);
        var samples = ImmutableArray.CreateBuilder<Sample>(count);
        for (int i = 0; i < count; i++)
        {
            LabelledFile file = files[(int)((long)i * files.Count / count)];
            samples.Add(new Sample(file.Name, Path.Combine(folder, file.Name), file.Label, file.LabelName, options.Input));
        }
        return new Dataset(folder, samples.MoveToImmutable(), files.Count, Names(files, classes, options.Classes));
    }

    private static ImmutableArray<string> Names(List<LabelledFile> files, ClassNames? classes, int? count)
    {
        int needed = count ?? Math.Max(files.Max(f => f.Label) + 1, classes?.Names.Length ?? 0);
        string[] names = [.. Enumerable.Range(0, needed).Select(i => classes?.NameOf(i) ?? i.ToString(CultureInfo.InvariantCulture))];
        foreach (LabelledFile file in files)
            names[file.Label] = file.LabelName;
        return [.. names];
    }

    private static void Check(string folder, LabelledFile file, DatasetOptions options)
    {
        string path = Path.Combine(folder, file.Name);
        if (file.Label >= MaxClasses)
            throw McuSimException.BadInput($"{path} has the label {file.Label}; labels go up to {MaxClasses - 1}.");
        if (options.Classes is { } classes && file.Label >= classes)
            throw McuSimException.BadInput($"{path} has the label {file.Label} ({file.LabelName}), but the network's output has {classes} classes, 0 to {classes - 1}.");
        if (InputFile.KindOf(path) == FileKind.Tensor)
            RawTensor.CheckLength(path, new FileInfo(path).Length, options.Input);
    }
}
