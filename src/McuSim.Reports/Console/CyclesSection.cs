using McuSim.Measurement;

using Spectre.Console;

namespace McuSim.Reports;

/// <summary>Cycles by cause.</summary>
internal static class CyclesSection
{
    public static void Write(Surface surface, TimeUse time)
    {
        surface.Heading("Where the cycles go");
        Grid grid = Cells.Grid(4);
        foreach (CauseUse use in time.Causes.Where(c => c.Cycles > 0).OrderByDescending(c => c.Cycles))
        {
            grid.AddRow(
                Cells.Of(SafeText.Of(use.Cause, 20)),
                new Text(Figures.Count(use.Cycles)).RightJustified(),
                new Text(Figures.Percent(use.Cycles, time.Cycles)).RightJustified(),
                Cells.Of(Bars.Single(surface, Figures.Share(use.Cycles, time.Cycles), surface.Width - 46)));
        }

        surface.Write(grid);
    }
}
