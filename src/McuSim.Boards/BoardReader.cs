using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using McuSim.Common;
using McuSim.Common.Yaml;

namespace McuSim.Boards;

/// <summary>Turns the fields of a board file into a <see cref="Board"/>. The format is described in docs/boards.md.</summary>
internal static class BoardReader
{
    private static readonly ImmutableArray<string> SourcedGroups = ["core", "clock", "memory", "flash", "instruction_cache", "data_cache", "supply"];

    public static Board Read(BoardFile file)
    {
        (YamlMapping fields, IReadOnlyList<YamlMapping> files, string sha256) = file.Read();
        foreach (YamlMapping one in files)
            RequireSources(one);

        Section root = Section.Open(fields, "",
            "title", "extends", "chip", "core", "clock", "memory", "flash", "instruction_cache", "data_cache", "placement", "supply", "pins");
        string title = root.Line("title");
        CoreDescription core = CoreReader.Core(root.Child("core", "kind", "fpu", "multiply_cycles", "late_offset_cycles", "source"));
        Section clock = root.Child("clock", "frequency", "external", "source");
        Cache? instructionCache = CoreReader.Cache(root, "instruction_cache", core.Kind);
        Cache? dataCache = CoreReader.Cache(root, "data_cache", core.Kind);
        bool cached = instructionCache is not null || dataCache is not null;

        var regions = RegionReader.Regions(root.Child("memory", "regions", "source"), cached);
        ChipFamily? chip = null;
        if (root.Has("chip"))
            (chip, sha256) = Chip(root.Text("chip"), file, sha256);
        return new Board(
            file.Name, title, core, clock.Hertz("frequency", 1_000, 4_000_000_000), regions,
            FlashReader.Flash(root, cached), instructionCache, dataCache,
            PlacementReader.Placement(root.Child("placement", "code", "stack", "arena"), regions),
            Supply(root), [.. files.SelectMany(f => Sources("", f)).Distinct()], sha256)
        {
            Chip = chip,
            FlashClockLimits = FlashReader.ClockLimits(root),
            Pins = Pins(root),
            ExternalClockHz = clock.Has("external") ? clock.Hertz("external", 1_000, 1_000_000_000) : null,
        };
    }

    /// <summary>The chip family, and the hash of the board file and the chip file.</summary>
    private static (ChipFamily Chip, string Sha256) Chip(string nameOrPath, BoardFile file, string sha256)
    {
        (ChipFamily chip, byte[] bytes) = ChipReader.Read(nameOrPath, Path.GetDirectoryName(file.Path) ?? "");
        return (chip, Convert.ToHexStringLower(SHA256.HashData([.. Encoding.ASCII.GetBytes(sha256), .. bytes])));
    }

    private static ImmutableArray<BoardPin> Pins(Section root)
    {
        if (!root.Has("pins"))
            return [];
        return [.. root.Texts("pins").Select(text => text.Split('=') is [{ Length: > 0 } name, "high" or "low"]
            ? new BoardPin(name, text.EndsWith("high", StringComparison.Ordinal))
            : throw root.Wrong("pins", "a list such as [\"PC13=high\"]"))];
    }

    private static Supply? Supply(Section root)
    {
        if (!root.Has("supply"))
            return null;
        Section supply = root.Child("supply", "voltage", "run_current", "source");
        return new Supply((double)supply.Of("voltage", "V", 0.5m, 10m, "3.3 V"), (double)supply.Of("run_current", "mA", 0.001m, 10_000m, "24.5 mA"));
    }

    /// <summary>Every file names the source of each group of numbers that it gives, also where it gives only some of a group.</summary>
    private static void RequireSources(YamlMapping file)
    {
        foreach (YamlField group in file.Fields.Where(f => SourcedGroups.Contains(f.Name)))
        {
            if (group.Value is YamlMapping fields && fields.Find("source") is not { Value: YamlScalar { Text.Length: > 0 } })
                throw McuSimException.BadInput($"{group.Place}: {group.Name} needs the field \"source\": the document and table that its numbers come from.");
        }
    }

    private static IEnumerable<string> Sources(string path, YamlMapping fields)
    {
        foreach (YamlField field in fields.Fields)
        {
            if (field is { Name: "source", Value: YamlScalar source })
                yield return $"{path}: {source.Text.Trim()}";
            else if (field.Value is YamlMapping below)
            {
                string name = field.Name == "regions" ? path : path.Length == 0 ? field.Name : $"{path}.{field.Name}";
                foreach (string found in Sources(name, below))
                    yield return found;
            }
        }
    }
}
