using System.Globalization;

namespace McuSim.Tests.Reports;

/// <summary>Cultures that write numbers in other ways. They are made by hand because the tests, like mcusim, know only the invariant one.</summary>
internal static class Cultures
{
    public static readonly string[] Names = ["en-US", "de-DE", "tr-TR"];

    /// <summary>Runs something in a culture.</summary>
    public static T In<T>(string name, Func<T> work)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = Make(name);
            return work();
        }
        finally
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = before;
        }
    }

    private static CultureInfo Make(string name)
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        if (name == "en-US") return culture;
        NumberFormatInfo numbers = culture.NumberFormat;
        numbers.NumberDecimalSeparator = numbers.PercentDecimalSeparator = ",";
        numbers.NumberGroupSeparator = numbers.PercentGroupSeparator = name == "de-DE" ? "." : "\u00a0";
        numbers.NegativeSign = name == "tr-TR" ? "\u2212" : "-";
        numbers.NumberGroupSizes = name == "tr-TR" ? [4] : [3];
        return culture;
    }
}
