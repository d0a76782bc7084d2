using McuSim.Measurement;

using Spectre.Console;

namespace McuSim.Reports;

/// <summary>What memory a firmware run used.</summary>
internal static class FirmwareMemorySection
{
    private const int LongestName = 40;
    private const int MostFrames = 12;

    public static void Write(Surface surface, FirmwareMemory memory)
    {
        surface.Heading("Memory (1 KB = 1,024 bytes)");
        Table regions = Cells.Table(("Region", false), ("Size", true), ("Touched", true), ("Written", true));
        foreach (RegionTouch r in memory.Regions)
            regions.AddRow(Cells.Of(SafeText.Of(r.Name, LongestName)), Cells.Of(Figures.Size(r.CapacityBytes)), Cells.Of(Figures.Size(r.TouchedBytes)), Cells.Of(Figures.Size(r.WrittenBytes)));
        surface.Write(regions);
        surface.Gap();
        Table sections = Cells.Table(("Stored", false), ("Bytes", true), ("Executed", true), ("Read", true), ("Unused", true));
        foreach (SectionCoverage s in memory.Image.Sections) Row(sections, s.Name, s.Bytes, s.ExecutedBytes, s.ReadBytes, s.UnusedBytes);
        Row(sections, "image", memory.Image.Bytes, memory.Image.ExecutedBytes, memory.Image.ReadBytes, memory.Image.UnusedBytes);
        surface.Write(sections);
        string deepest = string.Join(" < ", memory.Stack.Backtrace.Take(MostFrames).Select(f => SafeText.Of(f, LongestName)));
        string more = memory.Stack.Backtrace.Length > MostFrames ? $" and {memory.Stack.Backtrace.Length - MostFrames} more" : "";
        surface.Line($"The stack was deepest, {Figures.Count(memory.Stack.Bytes)} bytes, in {(deepest.Length > 0 ? deepest : "no function")}{more}.");
    }

    private static void Row(Table table, string name, long bytes, long executed, long read, long unused) => table.AddRow(
        Cells.Of(SafeText.Of(name, LongestName)), Cells.Of(Figures.Count(bytes)), Cells.Of(Figures.Count(executed)), Cells.Of(Figures.Count(read)), Cells.Of(Figures.Count(unused)));
}
