using System.Collections.Immutable;
using System.Text;
using McuSim.Common;
using McuSim.Common.Yaml;

namespace McuSim.Datasets.Preprocessing;

/// <summary>Reads a recipe from YAML. The format is described in docs/datasets.md; what a file does not say has the defaults of the records.</summary>
internal static class RecipeReader
{
    private const int MaxBytes = 1 << 20, MaxClasses = 100_000;

    /// <summary>The text of a file.</summary>
    /// <exception cref="McuSimException">It cannot be read.</exception>
    public static string TextOf(string path) => Encoding.UTF8.GetString(FileBytes.Read(path, MaxBytes)).TrimStart('\uFEFF');

    /// <summary>Reads a text.</summary>
    /// <param name="file">The file for messages.</param>
    /// <param name="name">The recipe's name.</param>
    /// <param name="text">The YAML.</param>
    /// <param name="changes">Fields that take the place of the text's, as <c>image.resize=stretch</c>.</param>
    /// <exception cref="McuSimException">It is not as described.</exception>
    public static Recipe Parse(string file, string name, string text, params IReadOnlyList<string> changes)
    {
        YamlMapping fields = text.Length == 0 ? new YamlMapping(new Place(file, 1), []) : YamlReader.Read(file, text);
        foreach (string change in changes) fields = Change(change).Over(fields);
        Section root = Section.Open(fields, "", "description", "source", "image", "audio", "rounding", "classes", "label_offset");
        return new Recipe(name)
        {
            Settings = [.. Lines("", fields).Where(l => !l.StartsWith("description:", StringComparison.Ordinal) && !l.StartsWith("source:", StringComparison.Ordinal)).Order(StringComparer.Ordinal)],
            Image = root.Has("image") ? ImageSection.Read(root) : new(),
            Audio = root.Has("audio") ? AudioSection.Read(root) : null,
            Rounding = root.Has("rounding") ? root.Choice("rounding", ("nearest", Rounding.Nearest), ("towards-zero", Rounding.TowardsZero)) : Rounding.Nearest,
            Classes = root.Has("classes") ? Classes(root) : [],
            LabelOffset = root.Whole("label_offset", 0, MaxClasses, 0),
        };
    }

    /// <summary>A field given on the command line: its path with points, and its value; commas make a list.</summary>
    private static YamlMapping Change(string text)
    {
        var place = new Place($"--set {text}", 1);
        int equals = text.IndexOf('=');
        string[] path = equals < 0 ? [] : text[..equals].Trim().Split('.');
        if (path.Length is not (1 or 2) || path.Any(p => p.Length == 0))
            throw McuSimException.BadInput($"--set {text} is no field of a recipe and its value; write it such as image.resize=stretch.");
        string[] values = text[(equals + 1)..].Split(',', StringSplitOptions.TrimEntries);
        YamlNode value = values is [var one] ? new YamlScalar(place, one) : new YamlSequence(place, [.. values.Select(v => new YamlScalar(place, v))]);
        return path.Reverse().Aggregate(value, (inner, name) => new YamlMapping(place, [new YamlField(name, place, inner)])) as YamlMapping ?? throw new InvalidOperationException();
    }

    private static IEnumerable<string> Lines(string path, YamlNode node) => node switch
    {
        YamlMapping mapping => mapping.Fields.SelectMany(f => Lines(path.Length == 0 ? f.Name : $"{path}.{f.Name}", f.Value)),
        YamlSequence list => [$"{path}: {string.Join(", ", list.Items.Select(i => (i as YamlScalar)?.Text))}"],
        _ => [$"{path}: {((YamlScalar)node).Text}"],
    };

    private static ImmutableArray<string> Classes(Section root)
    {
        IReadOnlyList<string> names = root.Texts("classes");
        if (names.Count is 0 or > MaxClasses || names.Any(n => n.Trim().Length == 0))
            throw root.Bad("classes", $"must name from 1 to {MaxClasses} classes, in the order of the network's outputs");
        return names.Distinct(StringComparer.Ordinal).Count() == names.Count ? [.. names] : throw root.Bad("classes", "names a class twice");
    }
}
