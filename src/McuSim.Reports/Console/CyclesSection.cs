using McuSim.Measurement;

using Spectre.Console;

namespace McuSim.Reports;

/// <summary>Cycles by cause.</summary>
internal static class CyclesSection
{
    public static void Write(Surface surface, TimeUse time, CauseColours colours)
    {
        surface.Heading("Where the cycles go");
        Grid grid = Cells.Grid(4);
        foreach (CauseUse use in colours.ByCost)
        {
            grid.AddRow(
                Cells.Of(SafeText.Of(use.Cause, 20)),
                Cells.Number(Figures.Count(use.Cycles)),
                Cells.Number(Figures.Percent(use.Cycles, time.Cycles)),
                Cells.Of(Bars.Single(surface, Figures.Share(use.Cycles, time.Cycles), surface.Width / 2, colours.Part(use.Cause))));
        }

        surface.Write(grid);
        if (time.Caches.Length > 0) surface.Line(string.Join("; ", time.Caches.Select(Hits)) + ".");
        if (time.Spread is { } spread)
            surface.Line($"Over the inputs: {Figures.Count(spread.Min)} least, {Figures.Count(spread.Median)} median, {Figures.Count(spread.Max)} most.");
    }

    private static string Hits(CacheUse use)
    {
        (string name, string what) = use.Cache switch
        {
            "instructionCache" => ("Instruction cache", "lines that blocks needed"),
            "dataCache" => ("Data cache", "reads"),
            "instructionLines" => ("Flash lines for code", "lines that blocks needed"),
            _ => ("Flash lines for data", "reads"),
        };
        return $"{name}: {Figures.Fixed(use.HitPercent, 2)} % of {Figures.Count(use.Lookups)} {what} hit";
    }
}
