namespace McuSim.Datasets.Layouts;

/// <summary>A file of a dataset with the class as the dataset writes it.</summary>
/// <param name="Name">Path from the dataset's root, with forward slashes.</param>
/// <param name="Class">The class's name, or null.</param>
/// <param name="Number">The class's number, or null where only the name is known.</param>
/// <param name="Part">The part of the file: first moment of a sound, record of a CIFAR-10 file; null for the whole.</param>
internal sealed record ListedFile(string Name, string? Class, int? Number = null, int? Part = null);

/// <summary>The files of a dataset, in whatever order they were found.</summary>
/// <param name="Root">The folder that names are relative to.</param>
/// <param name="Files">All of them.</param>
/// <param name="Classes">The order of the classes, where the dataset says it.</param>
internal sealed record Listing(string Root, List<ListedFile> Files, ClassNames? Classes = null);

/// <summary>A sample's file and its label.</summary>
/// <param name="Name">Path from the dataset's root, with forward slashes.</param>
/// <param name="Label">Index of the class.</param>
/// <param name="LabelName">The class's name, or its number.</param>
/// <param name="Part">As in <see cref="ListedFile"/>.</param>
internal sealed record LabelledFile(string Name, int Label, string LabelName, int? Part)
{
    /// <summary>The name, with the part where there is one: unique within a dataset.</summary>
    public string Id => Part is { } part ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Name}#{part}") : Name;
}
