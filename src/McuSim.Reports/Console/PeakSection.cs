using System.Collections.Immutable;

using McuSim.Measurement;

using Spectre.Console;

namespace McuSim.Reports;

/// <summary>What is alive when the arena is fullest, and where it lies.</summary>
internal static class PeakSection
{
    private const int MostBuffers = 12;

    public static void Write(Surface surface, SramUse sram)
    {
        surface.Heading("What is alive at the peak");
        surface.Line($"{SafeText.Of(sram.PeakLayer)}: {Figures.Count(sram.PeakLiveBytes)} of the arena's {Figures.Count(sram.ArenaPlannedBytes)} bytes are alive.");
        WriteBuffers(surface, sram.PeakBuffers, sram.ArenaPlannedBytes);
    }

    /// <summary>Lists buffers with a map of the arena.</summary>
    public static void WriteBuffers(Surface surface, ImmutableArray<BufferUse> buffers, long arenaBytes)
    {
        List<BufferUse> shown = [.. buffers.Take(MostBuffers)];
        int texts = Longest(shown, Name) + Longest(shown, Bytes) + Longest(shown, Offset) + 6;
        int map = Math.Clamp(surface.Width - texts, 8, 40);
        Grid grid = Cells.Grid(4);
        foreach (BufferUse buffer in shown)
        {
            grid.AddRow(
                Cells.Of(Name(buffer)),
                Cells.Number(Bytes(buffer)),
                Cells.Number(Offset(buffer), Look.Faint),
                Cells.Of(Bars.Place(surface, buffer.Offset, buffer.Bytes, arenaBytes, map)));
        }

        surface.Write(grid);
        if (buffers.Length > MostBuffers)
            surface.Line(new Phrase($"and {buffers.Length - MostBuffers} more, {Figures.Count(buffers.Skip(MostBuffers).Sum(b => b.Bytes))} bytes together", Look.Faint));
    }

    private static string Name(BufferUse buffer) => SafeText.Of(buffer.Name, 40);

    private static string Bytes(BufferUse buffer) => $"{Figures.Count(buffer.Bytes)} bytes";

    private static string Offset(BufferUse buffer) => $"at {Figures.Count(buffer.Offset)}";

    private static int Longest(List<BufferUse> buffers, Func<BufferUse, string> text) => buffers.Select(b => text(b).GetCellWidth()).DefaultIfEmpty(0).Max();
}
