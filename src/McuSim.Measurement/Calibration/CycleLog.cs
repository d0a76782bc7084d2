using System.Collections.Immutable;
using System.Globalization;

using McuSim.Common;

namespace McuSim.Measurement;

/// <summary>Cycles that a user measured on a board, by region of the program: a CSV file with the columns region and cycles.</summary>
/// <param name="Path">The file.</param>
/// <param name="Regions">The regions in the file's order; a region that stands there several times counts with its mean.</param>
public sealed record CycleLog(string Path, ImmutableArray<MeasuredRegion> Regions)
{
    private const long MaximumBytes = 1 << 20;

    /// <summary>Reads a file.</summary>
    /// <exception cref="McuSimException">It cannot be read, or is no such table (exit code 2).</exception>
    public static CycleLog Read(string path)
    {
        string text;
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > MaximumBytes }) throw McuSimException.BadInput($"The log {path} is larger than 1 MB; give one line for each region.");
            text = File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw McuSimException.BadInput($"The log {path} cannot be read ({e.Message.ReplaceLineEndings(" ").Trim().TrimEnd('.')}); name a CSV file with the columns region and cycles.", e);
        }

        var table = new CsvTable(text);
        if (!table.Has("region") || !table.Has("cycles")) throw McuSimException.BadInput($"{path}: the first line must name the columns region and cycles.");
        if (table.Rows.Count == 0) throw McuSimException.BadInput($"{path}: there is no line with a region and its cycles.");
        var rows = table.Rows.Select((row, i) => (Region: table.Value(row, "region"), Cycles: Cycles(path, i, table.Value(row, "cycles")))).ToArray();
        if (rows.Any(r => r.Region.Length == 0)) throw McuSimException.BadInput($"{path}: a line names no region.");
        return new(path, [.. rows.GroupBy(r => r.Region).Select(g => new MeasuredRegion(g.Key, g.Average(r => r.Cycles)))]);
    }

    private static double Cycles(string path, int row, string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double cycles) && cycles >= 1 && cycles <= 1e15
            ? cycles
            : throw McuSimException.BadInput(string.Create(CultureInfo.InvariantCulture, $"{path}, line {row + 2}: cycles must be a number of at least 1, not \"{text[..Math.Min(text.Length, 40)]}\"."));
}

/// <summary>What a user measured of one region.</summary>
/// <param name="Name">A layer, a function, or <c>total</c>.</param>
/// <param name="Cycles">Core cycles of one pass.</param>
public sealed record MeasuredRegion(string Name, double Cycles);
