using McuSim.Measurement;

using Spectre.Console;

namespace McuSim.Reports;

/// <summary>Reports as a page to read in a terminal of 80 to 120 columns, or as plain text where the output is no terminal.</summary>
public static class ConsoleReport
{
    /// <summary>Writes outcomes: a comparison when there are several, then a page for each.</summary>
    /// <param name="console">Where to write; its capabilities decide on colours and characters.</param>
    /// <param name="outcomes">In the order to write them.</param>
    public static void Write(IAnsiConsole console, IReadOnlyList<BoardOutcome> outcomes)
    {
        var surface = new Surface(console);
        if (outcomes.Count > 1) ComparisonSection.Write(surface, outcomes);
        foreach (BoardOutcome outcome in outcomes)
        {
            HeaderSection.Write(surface, outcome);
            if (outcome is Report report) WriteReport(surface, report);
            else MisfitSection.Write(surface, (Misfit)outcome);
        }
    }

    private static void WriteReport(Surface surface, Report report)
    {
        HeadlineSection.Write(surface, report);
        MemorySection.Write(surface, report.Memory);
        var colours = new CauseColours(report.Time.Causes);
        CyclesSection.Write(surface, report.Time, colours);
        WhatIfSection.Advice(surface, report.Advice);
        WhatIfSection.Write(surface, report.WhatIfs, report.Time.Cycles, report.Time.Milliseconds);
        LayersSection.Write(surface, report, colours);
        PeakSection.Write(surface, report.Memory.Sram);
        if (report.Accuracy is { } accuracy) AccuracySection.Write(surface, accuracy, report.Model.TrainedWeights);
    }
}
