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
        surface.Line($"During {SafeText.Of(sram.PeakLayer)} {Figures.Count(sram.PeakLiveBytes)} bytes of the arena's {Figures.Count(sram.ArenaPlannedBytes)} are alive:");
        WriteBuffers(surface, sram.PeakBuffers, sram.ArenaPlannedBytes);
    }

    /// <summary>Lists buffers with a map of the arena.</summary>
    public static void WriteBuffers(Surface surface, ImmutableArray<BufferUse> buffers, long arenaBytes)
    {
        Grid grid = Cells.Grid(4);
        foreach (BufferUse buffer in buffers.Take(MostBuffers))
        {
            grid.AddRow(
                Cells.Of(SafeText.Of(buffer.Name, surface.Wide ? 50 : 32)),
                new Text($"{Figures.Count(buffer.Bytes)} bytes").RightJustified(),
                new Text($"at {Figures.Count(buffer.Offset)}", Look.Faint).RightJustified(),
                Cells.Of(Bars.Place(surface, buffer.Offset, buffer.Bytes, arenaBytes, 20)));
        }

        surface.Write(grid);
        if (buffers.Length > MostBuffers)
            surface.Line(new Phrase($"and {buffers.Length - MostBuffers} smaller ones, {Figures.Count(buffers.Skip(MostBuffers).Sum(b => b.Bytes))} bytes together", Look.Faint));
    }
}
