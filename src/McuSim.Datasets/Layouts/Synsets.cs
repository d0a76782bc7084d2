using System.Text.RegularExpressions;
using McuSim.Common;

namespace McuSim.Datasets.Layouts;

/// <summary>
/// The classes of ImageNet in the order of a network's outputs, from a file such as synsets.txt or LOC_synset_mapping.txt: a synset (n01440764) and, after a
/// blank, its names on each line. Without a file, synsets are in ordinal order, which is the order that networks are trained with.
/// </summary>
internal sealed partial class Synsets
{
    private static readonly string[] FileNames = ["synsets.txt", "LOC_synset_mapping.txt", "synset_words.txt", "imagenet_synsets.txt"];
    private readonly Dictionary<string, int> indices = new(StringComparer.Ordinal);

    private Synsets(string source, IEnumerable<(string Synset, string Name)> entries)
    {
        var names = new List<string>();
        foreach ((string synset, string name) in entries)
        {
            if (!indices.TryAdd(synset, indices.Count))
                throw McuSimException.BadInput($"{source} lists {synset} twice.");
            names.Add(name);
        }
        HashSet<string> twice = [.. names.GroupBy(n => n, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => g.Key)];
        Classes = new ClassNames(source, names.Zip(indices.Keys, (name, synset) => twice.Contains(name) ? $"{name} ({synset})" : name));
    }

    /// <summary>Their names, in order.</summary>
    public ClassNames Classes { get; }

    /// <summary>How many there are.</summary>
    public int Count => indices.Count;

    /// <summary>The synset that a file or folder name begins with, or null.</summary>
    public static string? In(string name) => Beginning().Match(name) is { Success: true } match ? match.Groups[1].Value : null;

    /// <summary>The list in a folder or the one above it, or null.</summary>
    public static Synsets? Beside(string folder)
    {
        string? above = Path.GetDirectoryName(Path.GetFullPath(folder));
        return (from place in new[] { folder, above }
                where place is not null
                from name in FileNames
                let path = Path.Combine(place, name)
                where File.Exists(path)
                select Read(path)).FirstOrDefault();
    }

    /// <summary>Reads a list.</summary>
    public static Synsets Read(string path) => new(path, TextLines.Read(path).Select(line =>
    {
        string synset = In(line.Text) ?? throw McuSimException.BadInput($"{path}, line {line.Number}: expected a synset such as n01440764, and its name.");
        string rest = line.Text[synset.Length..].Trim();
        return (synset, rest.Length > 0 ? rest.Split(',')[0].Trim() : synset);
    }));

    /// <summary>The synsets that occur, in ordinal order.</summary>
    public static Synsets Of(IEnumerable<string> synsets) =>
        new("the dataset", synsets.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(s => (s, s)));

    /// <summary>The number of a synset.</summary>
    /// <exception cref="McuSimException">It is not in the list.</exception>
    public int IndexOf(string synset, string where) => indices.TryGetValue(synset, out int index) ? index
        : throw McuSimException.BadInput($"{where}: the synset {synset} is not in {Classes.Source}.");

    [GeneratedRegex(@"^(n\d{8})(?![0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex Beginning();
}
