using System.Globalization;

namespace McuSim.Common.Yaml;

/// <summary>Numbers with units as YAML files write them. Each method returns null when the text is not such a number.</summary>
internal static class Quantity
{
    /// <summary><c>64 KB</c>, <c>2 MB</c>, <c>512 B</c>, <c>0x10000</c>: KB is 1024 bytes, MB 1024 KB. A bare decimal number has no unit and is refused.</summary>
    public static ulong? Bytes(string text)
    {
        if (Hexadecimal(text) is { } hexadecimal)
            return hexadecimal;
        return WithUnit(text) switch
        {
            ({ } n, "B") => n,
            ({ } n, "KB") => n << 10,
            ({ } n, "MB") => n << 20,
            _ => null,
        };
    }

    /// <summary><c>0x08000000</c>.</summary>
    public static ulong? Hexadecimal(string text) =>
        text.StartsWith("0x", StringComparison.Ordinal) && text.Length is > 2 and <= 12
        && ulong.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong value) ? value : null;

    /// <summary><c>100 MHz</c>, <c>32768 Hz</c>, <c>16.5 MHz</c>: Hz, a whole number.</summary>
    public static long? Hertz(string text)
    {
        (decimal? number, string unit) = Split(text);
        decimal? hertz = unit switch
        {
            "Hz" => number,
            "kHz" => number * 1_000,
            "MHz" => number * 1_000_000,
            "GHz" => number * 1_000_000_000,
            _ => null,
        };
        return hertz is { } h && h == decimal.Truncate(h) && h <= long.MaxValue ? (long)h : null;
    }

    /// <summary>A number with the given unit: <c>128 bit</c>, <c>3.3 V</c>.</summary>
    public static decimal? Of(string text, string unit) => Split(text) is ({ } number, var u) && u == unit ? number : null;

    /// <summary>A whole decimal number without sign or unit.</summary>
    public static int? Whole(string text) =>
        text.Length <= 9 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : null;

    /// <summary>A finite decimal number: <c>-0.5</c>, <c>1e-6</c>.</summary>
    public static double? Real(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) ? value : null;

    private static (ulong? Number, string Unit) WithUnit(string text) =>
        Split(text) is ({ } n, var unit) && n == decimal.Truncate(n) && n <= uint.MaxValue ? ((ulong)n, unit) : (null, "");

    private static (decimal? Number, string Unit) Split(string text)
    {
        int end = text.AsSpan().LastIndexOfAnyInRange('0', '9') + 1;
        return end is > 0 and <= 15 && decimal.TryParse(text.AsSpan(0, end), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number)
            ? (number, text[end..].Trim())
            : (null, "");
    }
}
