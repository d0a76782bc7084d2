using McuSim.Common;

namespace McuSim.Reports;

/// <summary>All formats by name.</summary>
public static class ReportFormats
{
    /// <summary>Every format, in the order to list them.</summary>
    public static IReadOnlyList<IReportFormat> All { get; } =
    [
        new JsonReport(), new HtmlReport(), new MarkdownReport(), new CsvReport(), new JUnitReport(), new SarifReport(), new AnnotationsReport(),
        new BenchmarkActionReport(), new BencherReport(), new BadgeReport(), new PerfettoReport(), new StacksReport(), new LcovReport(),
    ];

    /// <summary>The format of a name.</summary>
    /// <exception cref="McuSimException">There is none (bad input).</exception>
    public static IReportFormat Named(string name) =>
        All.FirstOrDefault(f => f.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw McuSimException.BadInput($"'{name}' is no format: give one of {string.Join(", ", All.Select(f => f.Name))}.");
}
