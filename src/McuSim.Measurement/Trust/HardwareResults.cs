using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;

namespace McuSim.Measurement;

/// <summary>The recorded comparisons with real boards: the tables of <c>benchmarks/hardware</c>, which are inside this library.</summary>
public static class HardwareResults
{
    private const string Prefix = "hardware/";
    private const string Ending = ".csv";
    private const string CalibrationFile = "calibration";
    private static readonly ImmutableArray<string> Units = ["ms", "cycles"];
    private static readonly Lazy<ImmutableArray<Residual>> Recorded = new(ReadAll);

    /// <summary>All comparisons that gave a result, in the order of the files and their rows.</summary>
    public static ImmutableArray<Residual> All => Recorded.Value;

    /// <summary>What was calibrated on published figures: the rows of calibration.csv.</summary>
    internal static ImmutableArray<Calibrated> Calibration { get; } = ReadCalibration();

    private static ImmutableArray<Residual> ReadAll() =>
    [
        .. Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(n => n.StartsWith(Prefix, StringComparison.Ordinal) && n.EndsWith(Ending, StringComparison.Ordinal) && n != Prefix + CalibrationFile + Ending)
            .Order(StringComparer.Ordinal)
            .SelectMany(n => Read(n[Prefix.Length..^Ending.Length], new CsvTable(Text(n)), Calibration)),
    ];

    /// <summary>The comparisons of one table: rows that have a board, a published figure and a simulated one.</summary>
    internal static IEnumerable<Residual> Read(string file, CsvTable table, IReadOnlyList<Calibrated> calibration)
    {
        foreach (string[] row in table.Rows)
        {
            string board = table.Value(row, "board");
            foreach (string unit in Units)
            {
                if (board.Length == 0 || Number(table.Value(row, $"published_{unit}")) is not { } published || Number(table.Value(row, $"simulated_{unit}")) is not { } simulated) continue;
                string[] source = [table.Value(row, "results"), table.Value(row, "submitter"), table.Value(row, "folder"), table.Value(row, "source")];
                string[] workload = [table.Value(row, "benchmark"), table.Value(row, "program"), table.Value(row, "model"), table.Value(row, "engine"), table.Value(row, "firmware")];
                string name = Join(source);
                yield return new(file, name, board, Join(workload), published, simulated, unit,
                    name.Contains("float", StringComparison.OrdinalIgnoreCase) ? "floating point" : table.Value(row, "kind") == "code" ? "other code" : null,
                    calibration.FirstOrDefault(c => c.Covers(file, board, name, Join(workload)))?.What);
                break;
            }
        }
    }

    private static ImmutableArray<Calibrated> ReadCalibration()
    {
        var table = new CsvTable(Text(Prefix + CalibrationFile + Ending));
        return [.. table.Rows.Select(r => new Calibrated(table.Value(r, "file"), table.Value(r, "board"), table.Value(r, "source"), table.Value(r, "workload"), table.Value(r, "what")))];
    }

    private static string Join(string[] words) => string.Join(' ', words.Where(w => w.Length > 0));

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value > 0 && double.IsFinite(value) ? value : null;

    private static string Text(string resource)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

/// <summary>A set of published figures that parameters were calibrated on.</summary>
/// <param name="File">The table.</param>
/// <param name="Board">The board.</param>
/// <param name="Source">The words that the source begins with.</param>
/// <param name="Workload">How the workload ends; empty for all.</param>
/// <param name="What">The parameters.</param>
internal sealed record Calibrated(string File, string Board, string Source, string Workload, string What)
{
    /// <summary>Whether a point is among them.</summary>
    public bool Covers(string file, string board, string source, string workload) =>
        file == File && board == Board && (source + " ").StartsWith(Source + " ", StringComparison.Ordinal) && workload.EndsWith(Workload, StringComparison.Ordinal)
        && !source.Contains("float", StringComparison.OrdinalIgnoreCase);
}
