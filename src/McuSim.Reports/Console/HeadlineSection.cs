using System.Collections.Immutable;

using McuSim.Measurement;

using Spectre.Console;
using Spectre.Console.Rendering;

namespace McuSim.Reports;

/// <summary>The figures that most readers came for.</summary>
internal static class HeadlineSection
{
    public static void Write(Surface surface, Report report)
    {
        TimeUse time = report.Time;
        SramUse sram = report.Memory.Sram;
        FlashUse flash = report.Memory.Flash;
        Grid grid = Cells.Grid(3);
        Row(grid, "Latency", Figures.Milliseconds(time.Milliseconds), Cells.Of(Pace(time, report.Build.ExecutedMacs)));
        if (report.Trust is { } trust) Row(grid, "", Plus(surface, trust), Cells.Of(TrustText.Of(surface, trust), Look.Faint));
        if (time.Spread is { } spread) Row(grid, "", "", Cells.Of(Range(surface, spread, report.Board.ClockHz), Look.Faint));
        Row(grid, "Peak SRAM", Figures.Size(sram.PeakBytes), Full(surface, sram.PeakBytes, SramCapacity(sram.Regions)));
        Row(grid, "Flash", Figures.Size(flash.TotalBytes), Full(surface, flash.TotalBytes, flash.CapacityBytes));
        if (report.Accuracy is { } accuracy) Row(grid, "Accuracy", Figures.Accuracy(accuracy.Top1), Right(accuracy));
        else Row(grid, "Output", $"CRC {SafeText.Of(report.Output.Crc32, 8)}", Cells.Of(Largest(report.Output)));
        surface.Gap();
        surface.Write(grid);
    }

    /// <summary>Bytes of the regions that hold writable data; 0 when none is known.</summary>
    public static long SramCapacity(ImmutableArray<RegionUse> regions) =>
        regions.Where(r => r.Contents.Any(c => c.Name is "stack" or "data" or "arena")).Sum(r => r.CapacityBytes);

    private static void Row(Grid grid, string name, string figure, IRenderable detail) =>
        grid.AddRow(Cells.Of(name), Cells.Number(figure, Look.Strong), detail);

    private static string Pace(TimeUse time, long macs) =>
        $"{Figures.Count(time.Cycles)} cycles, {Figures.Fixed(time.CyclesPerInstruction, 2)} per instruction{(macs > 0 ? $", {Figures.Fixed((double)time.Cycles / macs, 2)} per MAC" : "")}";

    private static string Plus(Surface surface, LatencyTrust trust) => $"{(surface.Unicode ? "±" : "+/-")}{Figures.Fixed(trust.Percent, 1)} %";

    private static string Range(Surface surface, CycleSpread spread, long clockHz) =>
        $"is the median; the inputs take {Milliseconds(spread.Min, clockHz)}{surface.To}{Milliseconds(spread.Max, clockHz)}";

    private static string Milliseconds(long cycles, long clockHz) => Figures.Milliseconds(clockHz <= 0 ? 0 : cycles * 1000.0 / clockHz);

    private static IRenderable Full(Surface surface, long used, long capacity) => capacity <= 0
        ? Cells.Of("")
        : Cells.Of([.. Bars.Stacked(surface, [used], capacity, surface.Width / 4), $" {Figures.Percent(used, capacity)} of {Figures.Size(capacity)}"]);

    private static IRenderable Right(AccuracyResult accuracy) => Cells.Of(
        $"{Figures.Count(accuracy.Correct)} of {Figures.Count(accuracy.Samples)} inputs right{(accuracy.Complete ? "" : ", cancelled before the last input")}",
        accuracy.Complete ? Look.Plain : Look.Warning);

    private static string Largest(OutputInfo output) => output.Top.Length == 0
        ? "" : "largest at " + string.Join(", ", output.Top.Take(3).Select(e => $"{Figures.Count(e.Index)} ({Figures.Fixed(e.Value, 3)})"));
}
