using System.Collections.Immutable;
using System.Text;
using McuSim.Common;
using McuSim.Common.Yaml;

namespace McuSim.Datasets.Preprocessing;

/// <summary>Reads a recipe from YAML. The format is described in docs/datasets.md; what a file does not say has the defaults of the records.</summary>
internal static class RecipeReader
{
    private const int MaxBytes = 1 << 20, MaxClasses = 100_000;

    /// <summary>Reads a file.</summary>
    /// <exception cref="McuSimException">It cannot be read, or is not as described.</exception>
    public static Recipe ReadFile(string path) =>
        Parse(path, Path.GetFileName(path), Encoding.UTF8.GetString(FileBytes.Read(path, MaxBytes)).TrimStart('\uFEFF'));

    /// <summary>Reads a text.</summary>
    /// <param name="file">The file for messages.</param>
    /// <param name="name">The recipe's name.</param>
    /// <param name="text">The YAML.</param>
    public static Recipe Parse(string file, string name, string text)
    {
        Section root = Section.Open(YamlReader.Read(file, text), "", "description", "source", "image", "audio", "rounding", "classes", "label_offset");
        return new Recipe(name)
        {
            Image = root.Has("image") ? ImageSection.Read(root) : new(),
            Audio = root.Has("audio") ? AudioSection.Read(root) : null,
            Rounding = root.Has("rounding") ? root.Choice("rounding", ("nearest", Rounding.Nearest), ("towards-zero", Rounding.TowardsZero)) : Rounding.Nearest,
            Classes = root.Has("classes") ? Classes(root) : [],
            LabelOffset = root.Whole("label_offset", 0, MaxClasses, 0),
        };
    }

    private static ImmutableArray<string> Classes(Section root)
    {
        IReadOnlyList<string> names = root.Texts("classes");
        if (names.Count is 0 or > MaxClasses || names.Any(n => n.Trim().Length == 0))
            throw root.Bad("classes", $"must name from 1 to {MaxClasses} classes, in the order of the network's outputs");
        return names.Distinct(StringComparer.Ordinal).Count() == names.Count ? [.. names] : throw root.Bad("classes", "names a class twice");
    }
}
