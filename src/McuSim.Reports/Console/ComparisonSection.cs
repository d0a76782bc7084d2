using McuSim.Measurement;

using Spectre.Console;
using Spectre.Console.Rendering;

namespace McuSim.Reports;

/// <summary>Several outcomes side by side.</summary>
internal static class ComparisonSection
{
    private const int LongestBar = 24;
    private const int WideTable = 86;

    public static void Write(Surface surface, IReadOnlyList<BoardOutcome> outcomes)
    {
        surface.Title("Comparison (1 KB = 1,024 bytes)");
        bool networks = outcomes.Select(o => o.Model.Sha256).Distinct(StringComparer.Ordinal).Count() > 1;
        bool accuracy = outcomes.Any(o => o is Report { Accuracy: not null });
        int bar = networks ? 0 : Math.Clamp(surface.Width - WideTable, 0, LongestBar);
        List<(string, bool)> columns = [];
        if (networks) columns.Add(("Network", false));
        columns.Add(("Board", false));
        bool clocks = surface.Wide || !networks;
        if (clocks) columns.AddRange([("Core", false), ("Clock", true)]);
        columns.Add(("Latency", true));
        if (bar > 0) columns.Add(("", false));
        columns.AddRange([("Peak SRAM", true), ("Flash", true)]);
        if (accuracy) columns.Add(("Accuracy", true));

        Table table = Cells.Table(columns);
        List<double> latencies = [.. outcomes.OfType<Report>().Select(r => r.Time.Milliseconds).DefaultIfEmpty(0)];
        foreach (BoardOutcome outcome in outcomes)
        {
            List<IRenderable> row = [];
            if (networks) row.Add(Cells.Of(SafeText.Of(outcome.Model.Name, surface.Wide ? 32 : 19)));
            row.Add(Cells.Of(SafeText.Of(outcome.Board.Name, 20), Look.Strong));
            if (clocks) row.AddRange([Cells.Of(SafeText.Of(outcome.Board.Core, 14)), Cells.Of(Figures.Clock(outcome.Board.ClockHz))]);
            row.Add(Latency(outcome, latencies.Min()));
            if (bar > 0) row.Add(Cells.Of(Bars.Single(surface, outcome is Report timed ? timed.Time.Milliseconds / latencies.Max() : 0, bar)));
            row.AddRange(Memory(outcome, percents: surface.Wide || !(networks || accuracy)));
            if (accuracy) row.Add(Cells.Of((outcome as Report)?.Accuracy is { } a ? Figures.Accuracy(a.Top1) : ""));
            table.AddRow(row);
        }

        surface.Write(table);
    }

    private static IRenderable Latency(BoardOutcome outcome, double least) => outcome is Report report
        ? Cells.Of(Figures.Milliseconds(report.Time.Milliseconds), report.Time.Milliseconds == least ? Look.Good : Look.Plain)
        : Cells.Of("does not fit", Look.Bad);

    private static IRenderable[] Memory(BoardOutcome outcome, bool percents)
    {
        if (outcome is Report { Memory: var memory })
        {
            long sram = percents ? HeadlineSection.SramCapacity(memory.Sram.Regions) : 0;
            long flash = percents ? memory.Flash.CapacityBytes : 0;
            return [Cells.Of(Used(memory.Sram.PeakBytes, sram)), Cells.Of(Used(memory.Flash.TotalBytes, flash))];
        }

        var misfit = (Misfit)outcome;
        IRenderable excess = Cells.Of($"{SafeText.Of(misfit.Region, 12)} +{Figures.Size(misfit.OverflowBytes)}", Look.Bad);
        return misfit.Layer is null ? [Cells.Of(""), excess] : [excess, Cells.Of("")];
    }

    private static string Used(long bytes, long capacity) => capacity <= 0 ? Figures.Size(bytes) : $"{Figures.Size(bytes)} ({Figures.Percent(bytes, capacity)})";
}
