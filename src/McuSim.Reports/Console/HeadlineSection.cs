using System.Collections.Immutable;

using McuSim.Measurement;

using Spectre.Console;

namespace McuSim.Reports;

/// <summary>The figures that most readers came for.</summary>
internal static class HeadlineSection
{
    public static void Write(Surface surface, Report report)
    {
        surface.Gap();
        Grid grid = Cells.Grid(3);
        TimeUse time = report.Time;
        SramUse sram = report.Memory.Sram;
        FlashUse flash = report.Memory.Flash;
        Row(grid, "Latency", Figures.Milliseconds(time.Milliseconds), Cells.Of(Pace(time, report.Model.Macs)));
        if (time.Spread is { } spread) Row(grid, "", "", Cells.Of(Spread(surface, spread, report.Board.ClockHz), Look.Faint));
        Row(grid, "Peak SRAM", Figures.Size(sram.PeakBytes), Of(surface, sram.PeakBytes, SramCapacity(sram.Regions)));
        Row(grid, "Flash", Figures.Size(flash.TotalBytes), Of(surface, flash.TotalBytes, flash.CapacityBytes));
        if (report.Accuracy is { } accuracy)
            Row(grid, "Accuracy", Figures.Accuracy(accuracy.Top1), Cells.Of($"{Figures.Count(accuracy.Correct)} of {Figures.Count(accuracy.Samples)} inputs right{(accuracy.Complete ? "" : ", cancelled before the last input")}", accuracy.Complete ? Look.Plain : Look.Warning));
        else
            Row(grid, "Output", $"CRC {SafeText.Of(report.Output.Crc32, 8)}", Cells.Of(Largest(report.Output)));
        surface.Write(grid);
    }

    /// <summary>Bytes of the regions that hold writable data; 0 when none is known.</summary>
    public static long SramCapacity(ImmutableArray<RegionUse> regions) =>
        regions.Where(r => r.Contents.Any(c => c.Name is "stack" or "data" or "arena")).Sum(r => r.CapacityBytes);

    private static void Row(Grid grid, string name, string figure, Spectre.Console.Rendering.IRenderable detail) =>
        grid.AddRow(Cells.Of(name), new Text(figure, Look.Strong).RightJustified(), detail);

    private static string Pace(TimeUse time, long macs) =>
        $"{Figures.Count(time.Cycles)} cycles, {Figures.Fixed(time.CyclesPerInstruction, 2)} per instruction{(macs > 0 ? $", {Figures.Fixed((double)time.Cycles / macs, 2)} per MAC" : "")}";

    private static string Spread(Surface surface, CycleSpread spread, long clockHz) =>
        $"median; {Ms(spread.Min, clockHz)} to {Ms(spread.Max, clockHz)} ({Figures.Count(spread.Min)} {surface.Dash} {Figures.Count(spread.Max)} cycles)";

    private static string Ms(long cycles, long clockHz) => Figures.Milliseconds(clockHz <= 0 ? 0 : cycles * 1000.0 / clockHz);

    private static Paragraph Of(Surface surface, long used, long capacity) =>
        Cells.Of([.. Bars.Stacked(surface, [used], capacity, 24), $" {Figures.Percent(used, capacity)} of {Figures.Size(capacity)}"]);

    private static string Largest(OutputInfo output) => output.Top.Length == 0
        ? "" : "largest at " + string.Join(", ", output.Top.Take(3).Select(e => $"{Figures.Count(e.Index)} ({Figures.Fixed(e.Value, 3)})"));
}
