using McuSim.Measurement;

using Spectre.Console;
using Spectre.Console.Rendering;

namespace McuSim.Reports;

/// <summary>Several outcomes side by side.</summary>
internal static class ComparisonSection
{
    public static void Write(Surface surface, IReadOnlyList<BoardOutcome> outcomes)
    {
        surface.Heading("Comparison (1 KB = 1,024 bytes)");
        bool models = outcomes.Select(o => o.Model.Sha256).Distinct(StringComparer.Ordinal).Count() > 1;
        bool accuracy = outcomes.Any(o => o is Report { Accuracy: not null });
        List<(string, bool)> columns = [];
        if (models) columns.Add(("Network", false));
        columns.AddRange([("Board", false), ("Core", false), ("Clock", true), ("Latency", true), ("Peak SRAM", true), ("Flash", true)]);
        if (accuracy) columns.Add(("Accuracy", true));
        Table table = Cells.Table(surface, [.. columns]);
        double fastest = outcomes.OfType<Report>().Select(r => r.Time.Milliseconds).DefaultIfEmpty(0).Min();
        foreach (BoardOutcome outcome in outcomes)
        {
            List<IRenderable> row = [];
            if (models) row.Add(Cells.Of(SafeText.Of(outcome.Model.Name, 24)));
            row.AddRange([Cells.Of(SafeText.Of(outcome.Board.Name, 20), Look.Strong), Cells.Of(SafeText.Of(outcome.Board.Core, 14)), Cells.Of(Figures.Clock(outcome.Board.ClockHz))]);
            row.AddRange(outcome is Report report ? Measured(report, report.Time.Milliseconds == fastest) : NotMeasured((Misfit)outcome));
            if (accuracy) row.Add(Cells.Of((outcome as Report)?.Accuracy is { } a ? Figures.Accuracy(a.Top1) : ""));
            table.AddRow(row);
        }

        surface.Write(table);
    }

    private static IEnumerable<IRenderable> Measured(Report report, bool fastest)
    {
        SramUse sram = report.Memory.Sram;
        FlashUse flash = report.Memory.Flash;
        yield return Cells.Of(Figures.Milliseconds(report.Time.Milliseconds), fastest ? Look.Good : Look.Plain);
        yield return Cells.Of($"{Figures.Size(sram.PeakBytes)} ({Figures.Percent(sram.PeakBytes, HeadlineSection.SramCapacity(sram.Regions))})");
        yield return Cells.Of($"{Figures.Size(flash.TotalBytes)} ({Figures.Percent(flash.TotalBytes, flash.CapacityBytes)})");
    }

    private static IEnumerable<IRenderable> NotMeasured(Misfit misfit)
    {
        string problem = $"+{Figures.Size(misfit.OverflowBytes)}";
        bool flash = misfit.Layer is null;
        yield return Cells.Of("does not fit", Look.Bad);
        yield return Cells.Of(flash ? "" : problem, Look.Bad);
        yield return Cells.Of(flash ? problem : "", Look.Bad);
    }
}
