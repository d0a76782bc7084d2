using System.Collections.Immutable;

using McuSim.Measurement;

using Spectre.Console;

namespace McuSim.Reports;

/// <summary>The report of a firmware run as a page to read in a terminal.</summary>
public static class FirmwarePage
{
    private const int MostFunctions = 20;
    private const int MostBlocks = 5;
    private const int MostLines = 12;
    private const int LongestName = 40;

    /// <summary>Writes pages; a comparison first when there are several.</summary>
    /// <param name="console">Where to write; its capabilities decide on colours and characters.</param>
    /// <param name="reports">What to write.</param>
    public static void Write(IAnsiConsole console, IReadOnlyList<FirmwareReport> reports)
    {
        if (reports.Count > 1) Comparison(new Surface(console), reports);
        foreach (FirmwareReport report in reports) Write(console, report);
    }

    /// <summary>Writes the page.</summary>
    /// <param name="console">Where to write; its capabilities decide on colours and characters.</param>
    /// <param name="report">What to write.</param>
    public static void Write(IAnsiConsole console, FirmwareReport report)
    {
        var surface = new Surface(console);
        surface.Title($"{SafeText.Of(report.Image.Name)} on {SafeText.Of(report.Board.Name)}");
        surface.Line($"{SafeText.Of(report.Board.Title)}, {SafeText.Of(report.Board.Core)} at {Figures.Clock(report.Board.ClockHz)}");
        surface.Gap();
        Headline(surface, report);
        Ending(surface, report.Ending);
        if (report.Profile is { } profile)
        {
            CyclesSection.Write(surface, new TimeUse(profile.Cycles, profile.Milliseconds, report.Instructions, profile.Causes, [], null) { Caches = profile.Caches }, new CauseColours(profile.Causes));
            WhatIfSection.Advice(surface, report.Advice);
            WhatIfSection.Write(surface, report.WhatIfs, profile.Cycles, profile.Milliseconds);
            Functions(surface, profile);
            Blocks(surface, profile);
        }

        if (report.Memory is { } memory) FirmwareMemorySection.Write(surface, memory);
        ChipSection.Write(surface, report.Chip, report.Board.ClockHz);
    }

    private static void Comparison(Surface surface, IReadOnlyList<FirmwareReport> reports)
    {
        surface.Title("Comparison");
        Table table = Cells.Table(("Board", false), ("Core", false), ("Clock", true), ("Time", true), ("Cycles", true), ("Most of it", false));
        foreach (FirmwareReport report in reports)
        {
            long hertz = (long)Math.Round(report.Chip.ClockHz ?? report.Board.ClockHz);
            table.AddRow(
                Cells.Of(SafeText.Of(report.Board.Name, 24), Look.Strong), Cells.Of(SafeText.Of(report.Board.Core, 14)), Cells.Of(Figures.Clock(hertz)),
                Cells.Of(report.Profile is { } p ? Figures.Milliseconds(p.Milliseconds) : ""), Cells.Of(report.Profile is { } q ? Figures.Count(q.Cycles) : ""),
                Cells.Of(report.Profile is { } r ? Causes(r.Causes) : ""));
        }

        surface.Write(table);
    }

    private static void Headline(Surface surface, FirmwareReport report)
    {
        Grid grid = Cells.Grid(3);
        void Row(string name, string figure, string detail) => grid.AddRow(Cells.Of(name), Cells.Number(figure, Look.Strong), Cells.Of(detail));

        if (report.Profile is { } profile)
            Row("Time", Figures.Milliseconds(profile.Milliseconds), $"{Figures.Count(profile.Cycles)} cycles, {Figures.Fixed((double)profile.Cycles / Math.Max(1, report.Instructions), 2)} per instruction");
        if (report.Trust is { } trust) Row("", $"{(surface.Unicode ? "±" : "+/-")}{Figures.Fixed(trust.Percent, 1)} %", TrustText.Of(surface, trust));
        Row("Instructions", Figures.Short(report.Instructions), $"{Figures.Count(report.Instructions)}");
        if (report.Memory is { } memory)
        {
            Row("Stack", Figures.Size(memory.Stack.Bytes), "at its deepest");
            if (memory.Heap is { } heap) Row("Heap", Figures.Size(heap.Bytes), $"from {heap.Start} on");
        }

        Row("Image", Figures.Size(report.Image.Bytes), report.Image.Functions == 0 ? "without symbols" : $"{Figures.Count(report.Image.Functions)} functions");
        surface.Write(grid);
    }

    private static void Ending(Surface surface, FirmwareEnding ending)
    {
        surface.Gap();
        bool good = ending is { Kind: FirmwareEndingKind.Exit, ExitCode: 0 };
        surface.Line(new Phrase(SafeText.Of(ending.Sentence, 400), good ? Look.Good : Look.Bad));
        if (good) return;
        surface.Line($"at {Place(ending.Place)}");
        foreach (CodePlace caller in ending.Backtrace) surface.Line(new Phrase($"called from {Place(caller)}", Look.Faint));
    }

    private static void Functions(Surface surface, FirmwareProfile profile)
    {
        surface.Heading("Functions, most own cycles first");
        Table table = Cells.Table(("Function", false), ("Calls", true), ("Own cycles", true), ("Share", true), ("With callees", true), ("Share", true), ("Source", false));
        foreach (FunctionProfile f in profile.Functions.Take(MostFunctions))
        {
            table.AddRow(
                Cells.Of(SafeText.Of(f.Name, LongestName)), Cells.Of(Figures.Count(f.Calls)), Cells.Of(Figures.Count(f.ExclusiveCycles)),
                Cells.Of(Figures.Percent(f.ExclusiveCycles, profile.Cycles)), Cells.Of(Figures.Count(f.InclusiveCycles)),
                Cells.Of(Figures.Percent(f.InclusiveCycles, profile.Cycles)), Cells.Of(SafeText.Of(f.Source, LongestName), Look.Faint));
        }

        surface.Write(table);
        if (profile.Functions.Length > MostFunctions) surface.Line(new Phrase($"and {Figures.Count(profile.Functions.Length - MostFunctions)} more", Look.Faint));
    }

    private static void Blocks(Surface surface, FirmwareProfile profile)
    {
        surface.Heading("Hottest blocks");
        foreach (HotBlock block in profile.Blocks.Take(MostBlocks))
        {
            surface.Line([new(Place(block.Place), Look.Strong), $"  {Figures.Percent(block.Cycles, profile.Cycles)}, {Figures.Count(block.Cycles)} cycles in {Figures.Count(block.Executions)} executions ({Causes(block.Causes)})"]);
            foreach (string line in block.Disassembly.Take(MostLines)) surface.Line(new Phrase($"    {SafeText.Of(line, 90)}", Look.Faint));
            if (block.Disassembly.Length > MostLines) surface.Line(new Phrase($"    and {block.Disassembly.Length - MostLines} more instructions", Look.Faint));
        }
    }

    private static string Causes(ImmutableArray<CauseUse> causes) =>
        string.Join(", ", causes.OrderByDescending(c => c.Cycles).Take(3).Select(c => $"{c.Cause} {Figures.Count(c.Cycles)}"));

    private static string Place(CodePlace place) =>
        $"{place.Address}{(place.Function is { } f ? $" {SafeText.Of(f, LongestName)}" : "")}{(place.Source is { } s ? $" ({SafeText.Of(s, LongestName)})" : "")}";
}
