using System.Globalization;
using McuSim.Common;
using McuSim.Models.Zoo;

namespace McuSim.Models;

/// <summary>Networks by name, such as <c>zoo:mobilenet-v2?width=0.35&amp;resolution=144</c>: published topologies with seeded random weights.</summary>
public static class ModelZoo
{
    /// <summary>What a name starts with.</summary>
    public const string Prefix = "zoo:";

    /// <summary>Every network, in the order they are listed.</summary>
    public static IReadOnlyList<ZooEntry> Entries { get; } = [.. ZooCatalog.Make()];

    /// <summary>Whether a model is named by the zoo rather than by a file.</summary>
    public static bool IsZooName(string model) => model.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);

    /// <summary>Builds a network. The same name gives the same bytes everywhere.</summary>
    /// <param name="name"><c>zoo:NAME</c>, then optionally <c>?parameter=value</c> and more of them behind <c>&amp;</c> or a comma.</param>
    /// <exception cref="McuSimException">There is no such network, parameter or value.</exception>
    public static Model Build(string name)
    {
        (ZooEntry entry, ZooSettings settings) = Parse(name);
        IEnumerable<string> shown = entry.Parameters.Where(p => settings.Values[p.Name] != p.Default)
            .Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Name}={settings.Values[p.Name]}"));
        string parameters = string.Join('&', shown);
        var builder = new GraphBuilder(seed: 1);
        return builder.BuildModel(parameters.Length == 0 ? entry.Name : $"{entry.Name}?{parameters}", entry.Layers(builder, settings));
    }

    /// <summary>A network's shapes for counting, without calibrated quantisation: much faster than <see cref="Build"/>.</summary>
    /// <param name="name">As for <see cref="Build"/>.</param>
    /// <exception cref="McuSimException">There is no such network, parameter or value.</exception>
    public static Graph Outline(string name)
    {
        (ZooEntry entry, ZooSettings settings) = Parse(name);
        return entry.Outline(settings);
    }

    private static (ZooEntry Entry, ZooSettings Settings) Parse(string name)
    {
        string[] parts = name[Prefix.Length..].Split('?', 2);
        ZooEntry entry = Entries.FirstOrDefault(e => e.Name.Equals(parts[0], StringComparison.OrdinalIgnoreCase))
            ?? throw Unknown($"{name}: there is no network '{parts[0]}' in the zoo", parts[0], Entries.Select(e => e.Name), "'mcusim zoo' lists them");
        Dictionary<string, double> values = entry.Parameters.ToDictionary(p => p.Name, p => p.Default);
        foreach (string item in (parts.ElementAtOrDefault(1) ?? "").Split(['&', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            (ZooParameter parameter, double value) = Read(name, entry, item);
            values[parameter.Name] = value;
        }

        return (entry, new(values));
    }

    private static (ZooParameter Parameter, double Value) Read(string name, ZooEntry entry, string item)
    {
        string[] pair = item.Split('=', 2, StringSplitOptions.TrimEntries);
        ZooParameter parameter = entry.Parameters.FirstOrDefault(p => p.Name.Equals(pair[0], StringComparison.OrdinalIgnoreCase))
            ?? throw Unknown(
                $"{name}: {entry.Name} has no parameter '{pair[0]}'", pair[0], entry.Parameters.Select(p => p.Name),
                entry.Parameters.Count == 0 ? "it takes none" : $"it takes {string.Join(", ", entry.Parameters.Select(p => p.Name))}");
        if (pair.Length < 2 || !double.TryParse(pair[1], NumberStyles.Float, CultureInfo.InvariantCulture, out double value) || !parameter.Allows(value))
            throw McuSimException.BadInput($"{name}: {entry.Name}'s {parameter.Name} cannot be '{pair.ElementAtOrDefault(1)}': give {(parameter.Whole ? "a whole number of " : "one of ")}{parameter.Allowed}.");
        return (parameter, value);
    }

    private static McuSimException Unknown(string problem, string given, IEnumerable<string> known, string remedy)
    {
        string? closest = known.OrderBy(candidate => Spelling.Distance(given, candidate)).ThenBy(candidate => candidate, StringComparer.Ordinal).FirstOrDefault();
        string suggestion = closest is not null && Spelling.Distance(given, closest) <= Math.Max(2, closest.Length / 2) ? $"; did you mean '{closest}'?" : "";
        return McuSimException.BadInput($"{problem}{(suggestion.Length > 0 ? suggestion + " " : ": ")}{char.ToUpperInvariant(remedy[0])}{remedy[1..]}.");
    }
}
