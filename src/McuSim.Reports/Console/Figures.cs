using System.Collections.Immutable;
using System.Globalization;

namespace McuSim.Reports;

/// <summary>Numbers as people read them: <c>,</c> between thousands and <c>.</c> before decimals in every culture; 1 KB is 1,024 bytes.</summary>
internal static class Figures
{
    private const string Lead = " kMGTPE";

    /// <summary>A count, exact: <c>12,501,632</c>.</summary>
    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A count to three figures: <c>12.5 M</c>.</summary>
    public static string Short(long value)
    {
        double scaled = value;
        int lead = 0;
        while (Math.Abs(scaled) >= 999.5 && lead < Lead.Length - 1)
        {
            scaled /= 1000;
            lead++;
        }

        string format = lead == 0 || Math.Abs(scaled) >= 99.95 ? "0" : Math.Abs(scaled) >= 9.995 ? "0.0" : "0.00";
        string figures = scaled.ToString(format, CultureInfo.InvariantCulture);
        return lead == 0 ? figures : $"{figures} {Lead[lead]}";
    }

    /// <summary>A size in KB: <c>48.0 KB</c>; below one KB in bytes: <c>512 B</c>.</summary>
    public static string Size(long bytes) => Math.Abs(bytes) < 1024 ? $"{Count(bytes)} B" : $"{Fixed(bytes / 1024.0, 1)} KB";

    /// <summary>A number with a fixed number of decimals: <c>1,234.50</c>.</summary>
    public static string Fixed(double value, int decimals) => value.ToString($"N{decimals}", CultureInfo.InvariantCulture);

    /// <summary>A share: <c>17.0 %</c>; a nought for an empty whole.</summary>
    public static string Percent(long part, long whole) => $"{Fixed(Share(part, whole) * 100, 1)} %";

    /// <summary>A share from 0 to 1 as <c>87.50 %</c>.</summary>
    public static string Accuracy(double share) => $"{Fixed(share * 100, 2)} %";

    /// <summary>Part divided by whole; 0 for an empty whole.</summary>
    public static double Share(long part, long whole) => whole <= 0 ? 0 : (double)part / whole;

    /// <summary>A latency: <c>57.870 ms</c>.</summary>
    public static string Milliseconds(double value) => $"{Fixed(value, value < 1 ? 4 : 3)} ms";

    /// <summary>A clock: <c>216 MHz</c>.</summary>
    public static string Clock(long hertz) => $"{(hertz / 1e6).ToString("0.###", CultureInfo.InvariantCulture)} MHz";

    /// <summary>A shape: <c>1x32x32x3</c> with the multiplication sign of the surface.</summary>
    public static string Dimensions(ImmutableArray<int> shape, char times) =>
        shape.IsDefaultOrEmpty ? "scalar" : string.Join(times, shape.Select(d => d.ToString(CultureInfo.InvariantCulture)));
}
