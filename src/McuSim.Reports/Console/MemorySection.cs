using McuSim.Measurement;

namespace McuSim.Reports;

/// <summary>Each memory against its capacity and what is in it.</summary>
internal static class MemorySection
{
    private const int LongestName = 14;
    private const int ShortestBar = 10;

    public static void Write(Surface surface, MemoryUse memory)
    {
        surface.Heading("Memory (1 KB = 1,024 bytes)");
        List<RegionUse> regions = [.. memory.Sram.Regions];
        if (!regions.Any(r => r.Contents.Any(c => c.Name is "code" or "constants" or "start-up"))) regions.Add(FlashRegion(memory.Flash));
        int name = Longest(regions, r => SafeText.Of(r.Name, LongestName));
        int used = Longest(regions, r => Figures.Size(r.UsedBytes));
        int capacity = Longest(regions, r => Figures.Size(r.CapacityBytes));
        foreach (RegionUse region in regions)
        {
            string figures = $"{Figures.Percent(region.UsedBytes, region.CapacityBytes),7}  {Figures.Size(region.UsedBytes).PadLeft(used)} of {Figures.Size(region.CapacityBytes).PadLeft(capacity)}";
            WriteRegion(surface, region, SafeText.Of(region.Name, LongestName).PadRight(name), figures);
        }

        SramUse sram = memory.Sram;
        surface.Line($"Peak SRAM: {Figures.Count(sram.PeakBytes)} bytes = arena {Figures.Count(sram.ArenaPlannedBytes)} + stack {Figures.Count(sram.StackBytes)} + data {Figures.Count(sram.StaticBytes)}.");
        surface.Line($"Used: {Figures.Percent(sram.ArenaTouchedBytes, sram.ArenaPlannedBytes)} of the arena, {Figures.Percent(sram.StackBytes, sram.StackReservedBytes)} of the {Figures.Count(sram.StackReservedBytes)} bytes reserved for the stack.");
    }

    private static void WriteRegion(Surface surface, RegionUse region, string name, string figures)
    {
        List<RegionContent> contents = [.. region.Contents.Where(c => c.Bytes > 0)];
        int bar = Math.Max(ShortestBar, surface.Width - name.Length - figures.Length - 2);
        surface.Line([new($"{name} ", Look.Strong), .. Bars.Stacked(surface, [.. contents.Select(c => c.Bytes)], region.CapacityBytes, bar), $" {figures}"]);
        surface.Line([new string(' ', name.Length), .. contents.SelectMany((c, part) => Legend(surface, c, part))]);
    }

    private static Phrase[] Legend(Surface surface, RegionContent content, int part) =>
        [" ", Bars.Legend(surface, part), $" {SafeText.Of(content.Name, LongestName)} {Figures.Size(content.Bytes)} "];

    private static int Longest(List<RegionUse> regions, Func<RegionUse, string> text) => regions.Max(r => text(r).Length);

    private static RegionUse FlashRegion(FlashUse flash) => new(
        "flash", flash.TotalBytes, flash.CapacityBytes,
        [new("code", flash.CodeBytes), new("constants", flash.ConstantBytes), new("start-up", flash.StartupBytes)]);
}
