using System.Globalization;
using System.Text.RegularExpressions;

using McuSim.Common;
using McuSim.Common.Yaml;
using McuSim.Measurement;

namespace McuSim.Gate;

/// <summary>Reads limits such as <c>200 KB</c>, <c>80 %</c>, <c>&gt;= 89.0 %</c>, <c>+1 %</c> and <c>+0</c>.</summary>
internal static partial class LimitReader
{
    private static readonly Dictionary<MetricUnit, (string Sign, decimal Factor)[]> Units = new()
    {
        [MetricUnit.Bytes] = [("B", 1), ("KB", 1024), ("MB", 1024 * 1024), ("KiB", 1024), ("MiB", 1024 * 1024)],
        [MetricUnit.Cycles] = [("cycles", 1), ("", 1), ("k cycles", 1000), ("M cycles", 1_000_000)],
        [MetricUnit.Milliseconds] = [("ms", 1), ("us", 0.001m), ("µs", 0.001m), ("ns", 0.000001m), ("s", 1000)],
        [MetricUnit.Instructions] = [("instructions", 1), ("", 1)],
        [MetricUnit.Percent] = [("%", 1)],
        [MetricUnit.Count] = [("", 1)],
    };

    /// <summary>Reads every limit of a mapping from metrics to limits; a value may be a list of several.</summary>
    public static IEnumerable<Limit> ReadAll(YamlMapping mapping)
    {
        foreach (YamlField field in mapping.Fields)
        {
            if (MetricNames.Unit(field.Name) is not { } unit)
                throw McuSimException.BadInput($"{field.Place}: there is no metric {Quote.Text(field.Name)}{Hint(field.Name)}");
            IEnumerable<YamlNode> values = field.Value is YamlSequence several ? several.Items : [field.Value];
            foreach (YamlNode value in values)
            {
                if (value is not YamlScalar scalar) throw McuSimException.BadInput($"{value.Place}: the limit of {field.Name} must be a single value or a list of them, for example \"{Example(unit)}\".");
                yield return Read(field.Name, unit, scalar);
            }
        }
    }

    /// <summary>Reads one limit.</summary>
    /// <exception cref="McuSimException">It is none, or its unit does not suit the metric.</exception>
    public static Limit Read(string metric, MetricUnit unit, YamlScalar scalar)
    {
        string text = scalar.Text.Trim();
        McuSimException Bad(string what) => McuSimException.BadInput($"{scalar.Place}: the limit {Quote.Text(text)} of {metric} {what}.");

        Match match = text.Length <= 60 ? Form().Match(text) : Match.Empty;
        if (!match.Success || !decimal.TryParse(match.Groups["number"].Value.Replace(",", "", StringComparison.Ordinal), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number))
            throw Bad($"cannot be read; write for example \"{Example(unit)}\", \"+1 %\" or \"+0\"");
        string sign = match.Groups["sign"].Value, written = match.Groups["unit"].Value;
        bool higher = MetricNames.Better(metric) == Direction.Higher;
        bool atLeast = sign switch { ">=" => true, "<=" => false, _ => higher };
        bool relative = sign is "+" or "-";
        if (relative && number != 0 && (sign == "-") != higher)
            throw Bad(higher ? "allows to get better; more is better here, so write how much it may fall, for example \"-0.5 %\"" : "asks to get better; write how much it may grow, for example \"+1 %\"");
        Limit Made(LimitKind kind, decimal value) => new(metric, kind, value, atLeast, text, scalar.Place.File, (int)scalar.Place.Line);

        if (written == "%" && unit != MetricUnit.Percent)
        {
            if (relative) return Made(LimitKind.ChangeShare, number);
            if (unit != MetricUnit.Bytes) throw Bad($"is a share of nothing; write \"+{number.ToString(CultureInfo.InvariantCulture)} %\" for a change against the baseline, or \"{Example(unit)}\"");
            return Made(LimitKind.CapacityShare, number);
        }

        if (relative && number == 0 && written.Length == 0) return Made(LimitKind.Change, 0);
        foreach ((string known, decimal factor) in Units[unit])
        {
            if (known == written) return Made(relative ? LimitKind.Change : LimitKind.Absolute, number * factor);
        }

        throw Bad(written.Length == 0 ? $"has no unit; write for example \"{(relative ? "+" : "")}{Example(unit)}\"" : $"has the unit {Quote.Text(written)}, but {metric} is in {string.Join(", ", Units[unit].Select(u => u.Sign).Where(s => s.Length > 0))}{Suggest(written, unit)}");
    }

    private static string Suggest(string written, MetricUnit unit)
    {
        string? near = Units[unit].Select(u => u.Sign).FirstOrDefault(s => s.Equals(written, StringComparison.OrdinalIgnoreCase));
        return near is null ? $"; write for example \"{Example(unit)}\"" : $"; did you mean \"{near}\"?";
    }

    /// <summary>What may have been meant by a metric's name, as the end of a sentence.</summary>
    private static string Hint(string name)
    {
        string? near = NearNames.Find(name, MetricNames.All).FirstOrDefault();
        return near is null ? $"; there are {string.Join(", ", MetricNames.All)}." : $"; did you mean \"{near}\"?";
    }

    private static string Example(MetricUnit unit) => unit switch
    {
        MetricUnit.Bytes => "200 KB",
        MetricUnit.Cycles => "600000 cycles",
        MetricUnit.Milliseconds => "50 ms",
        MetricUnit.Instructions => "1000000",
        MetricUnit.Percent => ">= 89.0 %",
        _ => "1000",
    };

    [GeneratedRegex(@"^(?<sign><=|>=|\+|-)?\s*(?<number>[0-9][0-9,]{0,17}(\.[0-9]{1,6})?)\s*(?<unit>[A-Za-zµ% ]*)$", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
