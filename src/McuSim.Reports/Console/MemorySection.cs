using McuSim.Measurement;

namespace McuSim.Reports;

/// <summary>Each memory against its capacity and what is in it.</summary>
internal static class MemorySection
{
    private const int LongestName = 14;
    private const int FiguresWidth = 34;

    public static void Write(Surface surface, MemoryUse memory)
    {
        surface.Heading("Memory (1 KB = 1,024 bytes)");
        List<RegionUse> regions = [.. memory.Sram.Regions];
        if (!regions.Any(r => r.Contents.Any(c => c.Name is "code" or "constants" or "start-up"))) regions.Add(FlashRegion(memory.Flash));
        int nameWidth = regions.Max(r => SafeText.Of(r.Name, LongestName).Length);
        foreach (RegionUse region in regions) WriteRegion(surface, region, nameWidth);

        SramUse sram = memory.Sram;
        surface.Line($"Peak SRAM: {Figures.Count(sram.PeakBytes)} bytes = arena {Figures.Count(sram.ArenaPlannedBytes)} + stack {Figures.Count(sram.StackBytes)} + data {Figures.Count(sram.StaticBytes)}.");
        surface.Line($"Used: {Figures.Percent(sram.ArenaTouchedBytes, sram.ArenaPlannedBytes)} of the arena, {Figures.Percent(sram.StackBytes, sram.StackReservedBytes)} of the {Figures.Count(sram.StackReservedBytes)} bytes reserved for the stack.");
    }

    private static void WriteRegion(Surface surface, RegionUse region, int nameWidth)
    {
        List<RegionContent> contents = [.. region.Contents.Where(c => c.Bytes > 0)];
        int barWidth = Math.Max(10, surface.Width - nameWidth - FiguresWidth);
        surface.Line(
        [
            new(SafeText.Of(region.Name, LongestName).PadRight(nameWidth + 1), Look.Strong),
            .. Bars.Stacked(surface, [.. contents.Select(c => c.Bytes)], region.CapacityBytes, barWidth),
            $" {Figures.Percent(region.UsedBytes, region.CapacityBytes),7} of {Figures.Size(region.CapacityBytes)}",
        ]);
        surface.Line([new string(' ', nameWidth), .. contents.SelectMany((c, part) => Legend(surface, c, part))]);
    }

    private static Phrase[] Legend(Surface surface, RegionContent content, int part) =>
        [" ", Bars.Legend(surface, part), $" {SafeText.Of(content.Name, LongestName)} {Figures.Size(content.Bytes)} "];

    private static RegionUse FlashRegion(FlashUse flash) => new(
        "flash", flash.TotalBytes, flash.CapacityBytes,
        [new("code", flash.CodeBytes), new("constants", flash.ConstantBytes), new("start-up", flash.StartupBytes)]);
}
