using System.Globalization;

using McuSim.Measurement;

namespace McuSim.Gate;

/// <summary>Figures with their units, exact, the same in every culture: <c>12,288 B</c>, <c>14.99 ms</c>.</summary>
public static class Figure
{
    /// <summary>The sign of a unit; empty for bare counts.</summary>
    public static string Sign(MetricUnit unit) => unit switch
    {
        MetricUnit.Bytes => "B",
        MetricUnit.Cycles => "cycles",
        MetricUnit.Milliseconds => "ms",
        MetricUnit.Instructions => "instructions",
        MetricUnit.Percent => "%",
        _ => "",
    };

    /// <summary>A value with its unit.</summary>
    public static string Of(decimal value, MetricUnit unit) => $"{Number(value)} {Sign(unit)}".TrimEnd();

    /// <summary>A difference with its sign and unit: <c>+12,288 B</c>.</summary>
    public static string Signed(decimal value, MetricUnit unit) => (value > 0 ? "+" : "") + Of(value, unit);

    /// <summary>A difference as a share of what it was: <c>+3.2 %</c>; empty where there was nothing.</summary>
    public static string Share(decimal difference, decimal before) => before == 0
        ? ""
        : (100 * difference / before).ToString(Math.Abs(difference) * 1000 < Math.Abs(before) ? "+0.####;-0.####;0" : "+0.0;-0.0;0", CultureInfo.InvariantCulture) + " %";

    /// <summary>A bare number: <c>12,288</c>.</summary>
    public static string Number(decimal value) => value.ToString("#,##0.######", CultureInfo.InvariantCulture);
}
