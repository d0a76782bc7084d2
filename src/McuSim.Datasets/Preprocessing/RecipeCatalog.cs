using System.Collections.Immutable;
using System.Reflection;
using System.Text;
using McuSim.Common;
using McuSim.Common.Yaml;

namespace McuSim.Datasets.Preprocessing;

/// <summary>The recipes that come with the tool (src/McuSim.Datasets/Recipes), and files of the user's own.</summary>
public static class RecipeCatalog
{
    private const string Folder = "recipes/", Ending = ".yaml", Keywords = "mlperf-kws";

    /// <summary>What is done where nothing is said: images must have the input's size, a pixel p becomes p - 128.</summary>
    public static Recipe Plain { get; } = new("plain");

    /// <summary>The names, in ordinal order.</summary>
    public static ImmutableArray<string> Names { get; } =
    [
        .. Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(n => n.StartsWith(Folder, StringComparison.Ordinal)).Select(n => n[Folder.Length..^Ending.Length]).Order(StringComparer.Ordinal),
    ];

    /// <summary>The YAML of a recipe that comes with the tool.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    public static string TextOf(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"{Folder}{name}{Ending}")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    /// <summary>A recipe by name, or from a file.</summary>
    /// <param name="nameOrPath">One of <see cref="Names"/>, or the path of a YAML file.</param>
    /// <param name="changes">Fields that take the place of the recipe's, as <c>image.resize=stretch</c>.</param>
    /// <exception cref="McuSimException">There is no such recipe, or the file is not one.</exception>
    public static Recipe Load(string nameOrPath, params IReadOnlyList<string> changes)
    {
        if (nameOrPath == Plain.Name)
            return changes.Count == 0 ? Plain : RecipeReader.Parse("recipe plain", Plain.Name, "", changes);
        if (Names.Contains(nameOrPath))
            return RecipeReader.Parse($"recipe {nameOrPath}", nameOrPath, TextOf(nameOrPath), changes);
        if (nameOrPath.Contains('.') || nameOrPath.Contains('/') || File.Exists(nameOrPath))
            return RecipeReader.Parse(nameOrPath, Path.GetFileName(nameOrPath), RecipeReader.TextOf(nameOrPath), changes);
        throw McuSimException.BadInput($"There is no recipe {Quote.Text(nameOrPath)}{NearNames.Hint(nameOrPath, Names)} There are {string.Join(", ", Names)}, and files (docs/datasets.md).");
    }

    /// <summary>
    /// The recipe of a network: the file beside the model with its name and the ending .yaml where there is one; else mlperf-kws for inputs of its
    /// 49 x 10 values; else <see cref="Plain"/>.
    /// </summary>
    /// <param name="modelPath">The model's file, or null for none.</param>
    /// <param name="input">The network's input.</param>
    /// <param name="changes">Fields that take the place of the recipe's, as <c>image.resize=stretch</c>.</param>
    /// <exception cref="McuSimException">The file is not a recipe.</exception>
    public static Recipe For(string? modelPath, InputFormat input, params IReadOnlyList<string> changes)
    {
        if (modelPath is not null && Path.ChangeExtension(modelPath, Ending) is { } beside && File.Exists(beside))
            return Load(Path.GetFullPath(beside), changes);
        return input.Shape is [1, 49, 10, 1] or [1, 49, 10] or [1, 490]
            ? Load(Keywords, changes) with { ClassesAreUsual = !changes.Any(c => c.StartsWith("classes", StringComparison.Ordinal)) }
            : Load(Plain.Name, changes);
    }
}
