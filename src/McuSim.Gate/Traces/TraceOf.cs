using System.Collections.Immutable;
using System.Globalization;

using McuSim.Machine;
using McuSim.Measurement;

namespace McuSim.Gate;

/// <summary>Takes from reports and images what a trace remembers.</summary>
public static class TraceOf
{
    /// <summary>The trace of a network on a board.</summary>
    /// <param name="outcome">What came of it.</param>
    /// <param name="name">Its name in the budget; null for the model's own.</param>
    public static Trace Outcome(BoardOutcome outcome, string? name = null) => outcome switch
    {
        Report report => Network(report, name ?? report.Model.Name),
        Misfit misfit => new(
            name ?? misfit.Model.Name, misfit.Board.Name,
            [.. About(misfit), new(FactNames.Misfit, string.Create(CultureInfo.InvariantCulture, $"{misfit.Region} has {misfit.CapacityBytes:N0} B of the {misfit.NeededBytes:N0} B needed"))],
            Metrics.Of(misfit), [], [.. misfit.Buffers.Select(b => new BufferTrace(b.Name, b.Bytes, b.Offset, misfit.Layer ?? BufferTrace.Start, misfit.Layer ?? BufferTrace.End))], []),
        _ => throw new ArgumentException($"An outcome of the kind {outcome.GetType().Name} has no trace.", nameof(outcome)),
    };

    /// <summary>The trace of a firmware run.</summary>
    /// <param name="report">What was measured.</param>
    /// <param name="image">The image, for the sizes of its symbols; null when only the report is at hand.</param>
    /// <param name="name">Its name in the budget; null for the image's file name.</param>
    public static Trace Firmware(FirmwareReport report, FirmwareImage? image = null, string? name = null)
    {
        ImmutableArray<Fact> facts =
        [
            Tool(report.Tool), new(FactNames.Image, report.Image.Name), new(FactNames.ImageHash, report.Image.Sha256), .. BoardFacts(report.Board),
            new(FactNames.Ending, report.Ending.Kind == FirmwareEndingKind.Exit ? string.Create(CultureInfo.InvariantCulture, $"exit {report.Ending.ExitCode}") : report.Ending.Kind.ToString()),
        ];
        var ran = (report.Profile?.Functions ?? []).GroupBy(f => f.Name, StringComparer.Ordinal)
            .Select(g => (Name: g.Key, Cycles: (long?)g.Sum(f => f.ExclusiveCycles), Calls: (long?)g.Sum(f => f.Calls)));
        return new(
            name ?? report.Image.Name, report.Board.Name, facts, Headlines(Metrics.Of(report)), [], [],
            Symbols(image is null ? [] : ImageSymbols.Of(image), ran));
    }

    /// <summary>The trace of an image that was not run: its flash and static memory by symbol.</summary>
    public static Trace Image(FirmwareImage image, string sha256)
    {
        string file = Path.GetFileName(image.Path);
        ImmutableArray<SymbolBytes> stored = ImageSymbols.Of(image);
        long Part(params string[] parts) => stored.Where(s => parts.Contains(s.Part)).Sum(s => s.Bytes);
        var headlines = new Metrics(
        [
            new("flash.total", stored.Where(s => s.Part != ImageSymbols.Zeroed).Sum(s => s.Bytes), MetricUnit.Bytes),
            new("flash.code", Part(ImageSymbols.Code), MetricUnit.Bytes),
            new("flash.constants", Part(ImageSymbols.Constants), MetricUnit.Bytes),
            new("sram.static", Part(ImageSymbols.Initialised, ImageSymbols.Zeroed), MetricUnit.Bytes),
        ]);
        return new(file, "", [new(FactNames.Image, file), new(FactNames.ImageHash, sha256)], headlines, [], [], Symbols(stored, []));
    }

    private static Trace Network(Report report, string name)
    {
        ImmutableArray<Fact> facts =
        [
            .. About(report), new(FactNames.Goal, report.Build.Optimize), new(FactNames.Pruned, report.Build.PruneChannels ? "left out" : "kept"),
            new(FactNames.Compiler, report.Build.Compiler), new(FactNames.Flags, report.Build.Flags),
            new(FactNames.FirmwareHash, report.Build.FirmwareSha256), new(FactNames.Output, report.Accuracy?.OutputsCrc32 ?? report.Output.Crc32),
            .. report.Accuracy is { } a ? [new Fact(FactNames.Samples, a.Samples.ToString(CultureInfo.InvariantCulture))] : Array.Empty<Fact>(),
        ];
        return new(
            name, report.Board.Name, facts, Headlines(Metrics.Of(report)),
            [.. report.Layers.Select(l => new LayerTrace(l.Name, l.Operator, l.Kernel, string.Join('x', l.OutputShape), l.Macs, l.Cycles, l.LiveBytes, l.ConstantBytes, l.CodeBytes))],
            [.. report.Memory.Sram.Buffers.Select(b => new BufferTrace(b.Name, b.Bytes, b.Offset, LayerAt(report, b.FirstLayer), LayerAt(report, b.LastLayer)))],
            Symbols(report.Memory.Flash.Symbols, report.Time.Functions.Select(f => (f.Name, (long?)f.Cycles, (long?)null))));
    }

    private static string LayerAt(Report report, int position) =>
        position < 0 ? BufferTrace.Start : position >= report.Layers.Length ? BufferTrace.End : report.Layers[position].Name;

    private static Metrics Headlines(Metrics all) => new(all.Where(m =>
        !m.Name.StartsWith("layers.", StringComparison.Ordinal) && !m.Name.StartsWith("functions.", StringComparison.Ordinal)));

    private static IEnumerable<Fact> About(BoardOutcome outcome) =>
        [Tool(outcome.Tool), new(FactNames.Model, outcome.Model.Name), new(FactNames.ModelHash, outcome.Model.Sha256), .. BoardFacts(outcome.Board)];

    private static Fact Tool(ToolInfo tool) => new(FactNames.Tool, $"{tool.Name} {tool.Version}");

    private static IEnumerable<Fact> BoardFacts(BoardInfo board) =>
        [new(FactNames.Core, string.Create(CultureInfo.InvariantCulture, $"{board.Core} at {board.ClockHz:N0} Hz")), new(FactNames.BoardHash, board.Sha256)];

    /// <summary>What is stored and what ran, by name: every symbol once, in ordinal order.</summary>
    private static ImmutableArray<SymbolTrace> Symbols(
        IEnumerable<SymbolBytes> stored, IEnumerable<(string Name, long? Cycles, long? Calls)> ran)
    {
        var symbols = new SortedDictionary<(string Name, string? Part), SymbolTrace>(Comparer<(string Name, string? Part)>.Create((a, b) =>
            string.CompareOrdinal(a.Name, b.Name) is var order and not 0 ? order : string.CompareOrdinal(a.Part, b.Part)));
        foreach (SymbolBytes s in stored)
        {
            long before = symbols.TryGetValue((s.Name, s.Part), out SymbolTrace? same) ? same.Bytes : 0;
            symbols[(s.Name, s.Part)] = new(s.Name, s.Part, before + s.Bytes, null, null);
        }

        var parts = symbols.Values.Where(s => s.Part is not null).ToLookup(s => s.Name, s => s.Part, StringComparer.Ordinal);
        foreach ((string name, long? cycles, long? calls) in ran)
        {
            string? part = parts[name].FirstOrDefault();
            symbols[(name, part)] = symbols.TryGetValue((name, part), out SymbolTrace? known)
                ? known with { Cycles = cycles + (known.Cycles ?? 0), Calls = calls }
                : new(name, null, 0, cycles, calls);
        }

        return [.. symbols.Values];
    }
}
