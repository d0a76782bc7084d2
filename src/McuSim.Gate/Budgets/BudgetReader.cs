using System.Collections.Immutable;
using System.Text;

using McuSim.Boards;
using McuSim.Codegen;
using McuSim.Common;
using McuSim.Common.Yaml;
using McuSim.Machine;
using McuSim.Models;

using Section = McuSim.Common.Yaml.Section;

namespace McuSim.Gate;

/// <summary>Reads budget files (docs/gate.md). Paths in them are relative to the file.</summary>
public sealed class BudgetReader
{
    private const int LargestFile = 256 * 1024;
    private const long InstructionsUnlessSaid = 1_000_000_000;

    private readonly string file;
    private readonly string folder;

    private BudgetReader(string file)
    {
        this.file = file;
        folder = Path.GetDirectoryName(file) ?? "";
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="McuSimException">There is none, or it is wrong: file, line, and what was expected (exit code 2).</exception>
    public static Budget ReadFile(string path)
    {
        try
        {
            if (!File.Exists(path)) throw McuSimException.BadInput($"There is no budget file {path}: write one with 'mcusim init', or name yours.");
            if (new FileInfo(path).Length > LargestFile) throw McuSimException.BadInput($"{path}: a budget file has at most {LargestFile / 1024} KB, and this has more.");
            return Read(path, File.ReadAllText(path, new UTF8Encoding(false, throwOnInvalidBytes: true)));
        }
        catch (DecoderFallbackException e)
        {
            throw McuSimException.BadInput($"{path}: a budget file must be UTF-8 text, and this is not.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw McuSimException.BadInput($"{path} cannot be read: {Quote.Sentence(e.Message)}.", e);
        }
    }

    /// <summary>Reads a text.</summary>
    /// <param name="path">The file that it stands in.</param>
    /// <param name="text">YAML.</param>
    /// <exception cref="McuSimException">It is wrong (exit code 2).</exception>
    public static Budget Read(string path, string text) => new BudgetReader(path).Read(YamlReader.Read(path, text));

    private Budget Read(YamlMapping root)
    {
        Section section = Section.Open(root, "", "traces", "boards", "limits", "models", "firmware");
        ImmutableArray<string> boards = Boards(section, otherwise: []);
        ImmutableArray<Limit> limits = [.. Limits(section, []).Select(l => l with { IsGeneral = true })];
        var cases = ImmutableArray.CreateBuilder<BudgetCase>();
        foreach ((string group, Func<YamlField, (Section, Subject)> read) in ((string, Func<YamlField, (Section, Subject)>)[])[("models", Network), ("firmware", Firmware)])
        {
            if (!section.Has(group)) continue;
            foreach (YamlField field in section.Mapping(group).Fields)
            {
                (Section entry, Subject subject) = read(field);
                cases.AddRange(Cases(field, entry, subject, boards, limits));
            }
        }

        if (cases.Count == 0) throw McuSimException.BadInput($"{section.Place}: the file names nothing to check; give at least one below models or firmware.");
        IGrouping<string, BudgetCase>? twice = cases.GroupBy(c => TraceFiles.NameOf(c.Name, c.BoardName), StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1);
        if (twice is not null) throw McuSimException.BadInput($"{new Place(file, twice.Last().Line)}: {Quote.Text(twice.Last().Title)} stands there twice; give the second another name.");
        return new(file, In(section.Has("traces") ? section.Line("traces") : "traces"), cases.ToImmutable());
    }

    private IEnumerable<BudgetCase> Cases(YamlField field, Section entry, Subject subject, ImmutableArray<string> boards, ImmutableArray<Limit> limits)
    {
        ImmutableArray<string> own = Boards(entry, boards);
        if (own.Length == 0) throw McuSimException.BadInput($"{field.Place}: {Quote.Text(field.Name)} names no boards; give \"boards\" for it, or for the whole file.");
        ImmutableArray<Limit> its = Limits(entry, limits);
        YamlMapping? perBoard = entry.Has("per_board") ? entry.Mapping("per_board") : null;
        BudgetCase[] cases = [.. own.Select(board => new BudgetCase(field.Name, subject, board, its, (int)field.Place.Line) { File = file })];
        foreach (YamlField special in perBoard?.Fields ?? [])
        {
            int at = Array.FindIndex(cases, c => c.BoardName == special.Name.ToLowerInvariant() || c.Board == special.Name);
            if (at < 0) throw McuSimException.BadInput($"{special.Place}: {Quote.Text(field.Name)} does not run on {Quote.Text(special.Name)}{NearNames.Hint(special.Name, cases.Select(c => c.BoardName))}");
            if (special.Value is not YamlMapping mapping) throw McuSimException.BadInput($"{special.Place}: the limits of a board must be fields (metric: limit).");
            cases[at] = cases[at] with { Limits = Over([.. LimitReader.ReadAll(mapping)], its) };
        }

        return cases;
    }

    private (Section, Subject) Network(YamlField field)
    {
        if (field.Value is YamlScalar only) return (Section.Open(new YamlMapping(field.Place, []), field.Name), Network(Model(only.Text)));
        Section s = Section.Open(Fields(field), $"models.{field.Name}", "model", "boards", "limits", "per_board", "optimize", "dead_channels", "stack", "input", "data", "samples", "recipe");
        string? recipe = s.Has("recipe") ? s.Line("recipe") : null;
        var options = new BuildOptions(
            s.Has("optimize") ? s.Choice("optimize", ("balanced", OptimizationGoal.Balanced), ("speed", OptimizationGoal.Speed), ("memory", OptimizationGoal.Memory)) : OptimizationGoal.Balanced,
            PruneChannels: !s.Has("dead_channels") || s.Choice("dead_channels", ("remove", true), ("keep", false)));
        if (s.Has("stack")) options = options with { StackBytes = (int)s.Bytes("stack", 256, 1 << 20) };
        if (s.Has("data") && s.Has("input")) throw s.Bad("input", "and data are given; give one of them");
        if (s.Has("samples") && !s.Has("data")) throw s.Bad("samples", "counts inputs of a dataset; give \"data\" as well");
        return (s, new NetworkSubject(
            Model(s.Line("model")), options, Optional(s, "input"), Optional(s, "data"), s.Has("samples") ? s.Whole("samples", 1, 100_000_000) : null,
            recipe is not null && (recipe.Contains('.') || recipe.Contains('/')) ? In(recipe) : recipe));
    }

    private static NetworkSubject Network(string model) => new(model, new BuildOptions(), null, null, null, null);

    private (Section, Subject) Firmware(YamlField field)
    {
        if (field.Value is YamlScalar only)
            return (Section.Open(new YamlMapping(field.Place, []), field.Name), new FirmwareSubject(In(only.Text), null, [], null, new(InstructionsUnlessSaid), false));
        Section s = Section.Open(Fields(field), $"firmware.{field.Name}", "image", "boards", "limits", "per_board", "at", "arguments", "files", "max_instructions", "endless");
        bool endless = s.Flag("endless", otherwise: false);
        if (endless && !s.Has("max_instructions")) throw s.Bad("endless", "needs \"max_instructions\", after which it is stopped");
        long instructions = s.Has("max_instructions") ? (long)s.Real("max_instructions", 1, 1e15, 0) : InstructionsUnlessSaid;
        return (s, new FirmwareSubject(
            In(s.Line("image")), s.Has("at") ? s.Address("at") : null, s.Has("arguments") ? [.. s.Texts("arguments")] : [], Optional(s, "files"),
            new RunLimits(instructions), endless));
    }

    private YamlMapping Fields(YamlField field) => field.Value as YamlMapping
        ?? throw McuSimException.BadInput($"{field.Place}: {Quote.Text(field.Name)} must have fields below it, or be a single file.");

    private string Model(string text) => text == NetworkSubject.BuiltIn || ModelZoo.IsZooName(text) ? text : In(text);

    private string? Optional(Section section, string name) => section.Has(name) ? In(section.Line(name)) : null;

    private string In(string path) => Path.Combine(folder, path);

    private ImmutableArray<string> Boards(Section section, ImmutableArray<string> otherwise)
    {
        if (!section.Has("boards")) return otherwise;
        string[] names = [.. section.Texts("boards")];
        if (names.Length == 0) throw section.Bad("boards", "names none");
        if (names.FirstOrDefault(n => n.Length == 0 || names.Count(o => o == n) > 1) is { } wrong) throw section.Bad("boards", wrong.Length == 0 ? "has an empty name" : $"names {Quote.Text(wrong)} twice");
        foreach (string name in names.Where(n => !IsFile(n) && !BoardCatalog.Names.Contains(n, StringComparer.OrdinalIgnoreCase)))
            throw section.Bad("boards", $"names {Quote.Text(name)}, which is no board{NearNames.Hint(name, BoardCatalog.Names).TrimEnd('.', '?')}".TrimEnd() + "; 'mcusim boards' lists them");
        return [.. names.Select(n => IsFile(n) ? In(n) : n)];
    }

    private static bool IsFile(string board) => Path.GetExtension(board).ToLowerInvariant() is ".yaml" or ".yml";

    private static ImmutableArray<Limit> Limits(Section section, ImmutableArray<Limit> general) =>
        section.Has("limits") ? Over([.. LimitReader.ReadAll(section.Mapping("limits"))], general) : general;

    /// <summary>More special limits over general ones: of a metric, those against the baseline and the others replace their kind.</summary>
    private static ImmutableArray<Limit> Over(ImmutableArray<Limit> special, ImmutableArray<Limit> general) =>
        [.. general.Where(g => !special.Any(s => s.Metric == g.Metric && s.IsRelative == g.IsRelative)), .. special];
}
