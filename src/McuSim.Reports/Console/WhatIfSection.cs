using System.Collections.Immutable;

using McuSim.Measurement;

using Spectre.Console;

namespace McuSim.Reports;

/// <summary>The same run under other set-ups of the board, and settings that cost time.</summary>
internal static class WhatIfSection
{
    private const int MostChanges = 3;
    private const int LongestSettings = 40;

    /// <summary>Settings that cost time.</summary>
    public static void Advice(Surface surface, ImmutableArray<Advice> advice)
    {
        if (advice.IsDefaultOrEmpty) return;
        surface.Heading("What costs time");
        foreach (Advice one in advice) surface.Line(new Phrase(SafeText.Of(one.Sentence, 300), Look.Warning));
    }

    /// <summary>The set-ups that were asked for, below the run as it is.</summary>
    public static void Write(Surface surface, ImmutableArray<WhatIfUse> whatIfs, long cycles, double milliseconds)
    {
        if (whatIfs.IsDefaultOrEmpty) return;
        surface.Heading("What if");
        Table table = Cells.Table(("Set-up", false), ("Latency", true), ("Cycles", true), ("Difference", true), ("Time", true), ("Where from", false));
        table.AddRow(Cells.Of("as it is"), Cells.Of(Figures.Milliseconds(milliseconds), Look.Strong), Cells.Of(Figures.Count(cycles)), Cells.Of(""), Cells.Of(""), Cells.Of(""));
        foreach (WhatIfUse use in whatIfs)
        {
            table.AddRow(
                Cells.Of(SafeText.Of(use.Settings, LongestSettings)), Cells.Of(Figures.Milliseconds(use.Milliseconds), Look.Strong), Cells.Of(Figures.Count(use.Cycles)),
                Cells.Of(Signed(use.DifferenceCycles)), Cells.Of($"{(use.DifferencePercent > 0 ? "+" : "")}{Figures.Fixed(use.DifferencePercent, 1)} %"), Cells.Of(Changes(use)));
        }

        surface.Write(table);
        foreach (WhatIfUse use in whatIfs.Where(w => w.Note is not null))
            surface.Line(new Phrase($"{SafeText.Of(use.Settings, LongestSettings)}: {SafeText.Of(use.Note!, 200)}.", Look.Faint));
    }

    private static string Changes(WhatIfUse use) =>
        string.Join(", ", use.Changes.Take(MostChanges).Select(c => $"{SafeText.Of(c.Cause, 20)} {Signed(c.Cycles)}"));

    private static string Signed(long cycles) => cycles > 0 ? $"+{Figures.Count(cycles)}" : Figures.Count(cycles);
}
