using McuSim.Measurement;

using Spectre.Console;

namespace McuSim.Reports;

/// <summary>An ablation as three charts of bars: cycles, peak SRAM and flash after each step.</summary>
public static class AblationPage
{
    private const int BarWidth = 16;

    /// <summary>Writes the page.</summary>
    public static void Write(IAnsiConsole console, IReadOnlyList<AblationStep> steps)
    {
        Report[] reports = [.. steps.Select(s => s.Outcome).OfType<Report>()];
        long cycles = Most(r => r.Time.Cycles), sram = Most(r => r.Memory.Sram.PeakBytes), flash = Most(r => r.Memory.Flash.TotalBytes);
        Table table = new Table().Border(TableBorder.Simple)
            .AddColumn(new TableColumn("step").NoWrap()).AddColumn(Right("cycles")).AddColumn(Right("x")).AddColumn(new TableColumn("").NoWrap())
            .AddColumn(Right("SRAM")).AddColumn(new TableColumn("").NoWrap()).AddColumn(Right("flash")).AddColumn(new TableColumn("").NoWrap());
        foreach (AblationStep step in steps)
        {
            string name = (step == steps[0] ? "" : "+ ") + step.Name;
            if (step.Outcome is Report r)
            {
                table.AddRow(
                    name, Figures.Count(r.Time.Cycles), Figures.Fixed((double)reports[0].Time.Cycles / r.Time.Cycles, 2), Bar(r.Time.Cycles, cycles),
                    Figures.Size(r.Memory.Sram.PeakBytes), Bar(r.Memory.Sram.PeakBytes, sram, BarWidth / 2), Figures.Size(r.Memory.Flash.TotalBytes),
                    Bar(r.Memory.Flash.TotalBytes, flash, BarWidth / 2));
            }
            else if (step.Outcome is Misfit m)
            {
                table.AddRow(name, "[red]does not fit[/]", "", $"[red]{Markup.Escape(SafeText.Of(m.Region, 12))}: {Figures.Count(m.OverflowBytes)} B missing[/]");
            }
        }

        console.Write(table);
        foreach (AblationStep step in steps) console.WriteLine($" {step.Name}: {step.Title}.");
        console.WriteLine(" SRAM is that at the peak. Each step keeps those above it. x: times faster than the first that fits. All steps compute the same output.");

        long Most(Func<Report, long> of) => reports.Length == 0 ? 1 : Math.Max(1, reports.Max(of));
    }

    private static string Bar(long value, long most, int width = BarWidth) => new('█', (int)Math.Max(1, Math.Round((double)value * width / most)));

    private static TableColumn Right(string header) => new TableColumn(header).RightAligned().NoWrap();
}
