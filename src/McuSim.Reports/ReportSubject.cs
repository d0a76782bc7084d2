using System.Globalization;

using McuSim.Measurement;

namespace McuSim.Reports;

/// <summary>One result as most formats see it: what ran where, and its figures.</summary>
/// <param name="Name">The network's or the image's name.</param>
/// <param name="Board">The board's name.</param>
/// <param name="Metrics">Its figures, the headlines first.</param>
public sealed record ReportSubject(string Name, string Board, Metrics Metrics)
{
    /// <summary>Figures that are too many to show one by one: those of layers, functions, causes, regions and classes.</summary>
    private static readonly string[] Details = ["layers.", "functions.", "causes.", "regions.", "classes."];

    /// <summary>What ran where, in words.</summary>
    public string Title => $"{Name} on {Board}";

    /// <summary>The figures that most readers came for.</summary>
    public IEnumerable<Metric> Headlines => Metrics.Where(m => !Details.Any(d => m.Name.StartsWith(d, StringComparison.Ordinal)));

    /// <summary>A network on a board.</summary>
    public static ReportSubject Of(BoardOutcome outcome) => new(outcome.Model.Name, outcome.Board.Name, Metrics.Of(outcome));

    /// <summary>A run of firmware.</summary>
    public static ReportSubject Of(FirmwareReport report) => new(report.Image.Name, report.Board.Name, Metrics.Of(report));

    /// <summary>A unit's sign in files that programs read; empty for bare counts.</summary>
    public static string UnitSign(MetricUnit unit) => unit switch
    {
        MetricUnit.Bytes => "B",
        MetricUnit.Cycles => "cycles",
        MetricUnit.Milliseconds => "ms",
        MetricUnit.Instructions => "instructions",
        MetricUnit.Percent => "%",
        _ => "",
    };

    /// <summary>A value as programs read it: no separators between thousands, no trailing noughts.</summary>
    public static string Plain(decimal value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}
