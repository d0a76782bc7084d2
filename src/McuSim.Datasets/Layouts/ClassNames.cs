using System.Collections.Immutable;
using System.Globalization;
using McuSim.Common;

namespace McuSim.Datasets.Layouts;

/// <summary>The classes' names in the order of the network's outputs.</summary>
internal sealed class ClassNames
{
    private const string FileName = "classes.txt";
    private readonly Dictionary<string, int> indices = new(StringComparer.Ordinal);
    private readonly Lazy<Dictionary<string, int>> loose;

    /// <summary>Takes names in the order of the network's outputs.</summary>
    /// <param name="source">Where they come from, for messages.</param>
    /// <param name="names">All different.</param>
    public ClassNames(string source, IEnumerable<string> names)
    {
        Source = source;
        Names = [.. names];
        for (int i = 0; i < Names.Length; i++)
        {
            if (!indices.TryAdd(Names[i], i))
                throw McuSimException.BadInput($"{source} names the class {Names[i]} twice.");
        }
        loose = new(() => Names.GroupBy(Loose, StringComparer.Ordinal).Where(g => g.Count() == 1).ToDictionary(g => g.Key, g => indices[g.First()], StringComparer.Ordinal));
    }

    /// <summary>Where the names come from, for messages.</summary>
    public string Source { get; }

    public ImmutableArray<string> Names { get; }

    /// <summary>Whether the order is only that of the names, as nothing says another.</summary>
    public bool IsAlphabetical { get; private init; }

    /// <summary>The names in a folder's classes.txt, or null when it has none.</summary>
    public static ClassNames? FromFile(string folder)
    {
        string path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
            return null;
        string[] names = [.. TextLines.Read(path).Select(l => l.Text)];
        return names.Length > 0 ? new ClassNames(path, names) : throw McuSimException.BadInput($"{path} names no classes.");
    }

    public static ClassNames Sorted(IEnumerable<string> names) => new("the dataset", names.Order(StringComparer.Ordinal)) { IsAlphabetical = true };

    /// <summary>The names of class folders: in ordinal order, but 0, 1, ... 10 by number where the folders are called so without a gap.</summary>
    public static ClassNames OfFolders(IReadOnlyCollection<string> names)
    {
        List<string> numbers = [.. Enumerable.Range(0, names.Count).Select(n => n.ToString(CultureInfo.InvariantCulture))];
        return numbers.Except(names).Any() ? Sorted(names) : new ClassNames("the dataset", numbers);
    }

    /// <summary>The number of a class: by its exact name, else by the one name that differs in case and underscores around it only (_silence_, Silence).</summary>
    public int? IndexOf(string name) => indices.TryGetValue(name, out int index) || loose.Value.TryGetValue(Loose(name), out index) ? index : null;

    private static string Loose(string name) => name.Trim('_').ToLowerInvariant();

    public string? NameOf(int index) => index >= 0 && index < Names.Length ? Names[index] : null;
}
