using System.Collections.Immutable;
using System.Globalization;
using McuSim.Common;

namespace McuSim.Datasets;

/// <summary>The classes' names in the order of the network's outputs.</summary>
internal sealed class ClassNames
{
    private const string FileName = "classes.txt";
    private readonly Dictionary<string, int> indices = new(StringComparer.Ordinal);

    private ClassNames(string source, IEnumerable<string> names)
    {
        Source = source;
        Names = [.. names];
        for (int i = 0; i < Names.Length; i++)
        {
            if (!indices.TryAdd(Names[i], i))
                throw McuSimException.BadInput($"{source} names the class {Names[i]} twice.");
        }
    }

    /// <summary>Where the names come from, for messages.</summary>
    public string Source { get; }

    public ImmutableArray<string> Names { get; }

    /// <summary>The names in a folder's classes.txt, or null when it has none.</summary>
    public static ClassNames? FromFile(string folder)
    {
        string path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
            return null;
        string[] names = [.. TextLines.Read(path).Select(l => l.Text)];
        return names.Length > 0 ? new ClassNames(path, names) : throw McuSimException.BadInput($"{path} names no classes.");
    }

    public static ClassNames Sorted(IEnumerable<string> names) => new("the dataset", names.Order(StringComparer.Ordinal));

    /// <summary>The names of class folders: in ordinal order, but 0, 1, ... 10 by number where the folders are called so without a gap.</summary>
    public static ClassNames OfFolders(IReadOnlyCollection<string> names)
    {
        List<string> numbers = [.. Enumerable.Range(0, names.Count).Select(n => n.ToString(CultureInfo.InvariantCulture))];
        return numbers.Except(names).Any() ? Sorted(names) : new ClassNames("the dataset", numbers);
    }

    public int? IndexOf(string name) => indices.TryGetValue(name, out int index) ? index : null;

    public string? NameOf(int index) => index < Names.Length ? Names[index] : null;
}
