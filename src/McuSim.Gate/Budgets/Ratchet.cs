using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

using McuSim.Measurement;

namespace McuSim.Gate;

/// <summary>Tightens the absolute limits of a budget file to what is reached, in place: comments and layout stay.</summary>
internal static partial class Ratchet
{
    /// <summary>Writes the file anew where a limit can be tighter.</summary>
    /// <param name="budget">The budget whose file it is.</param>
    /// <param name="result">A check of it.</param>
    /// <returns>A line per limit that was tightened.</returns>
    public static IReadOnlyList<string> Tighten(Budget budget, CheckResult result)
    {
        string[] lines = File.ReadAllText(budget.File).Split('\n');
        var done = new List<string>();
        var groups = result.Cases.SelectMany(c => c.Limits).Where(l => l.Limit.Kind is LimitKind.Absolute or LimitKind.CapacityShare && l.Value is not null && l.Limit.Text.Length > 0)
            .GroupBy(l => (l.Limit.Line, l.Limit.Text, l.Limit.Metric));
        foreach (var group in groups)
        {
            if (!group.All(l => l.Kept) || Tighter([.. group]) is not { } tighter) continue;
            int at = group.Key.Line - 1;
            int found = lines[at].IndexOf(group.Key.Text, Math.Max(0, lines[at].IndexOf(group.Key.Metric, StringComparison.Ordinal)), StringComparison.Ordinal);
            if (found < 0) continue;
            lines[at] = lines[at][..found] + tighter + lines[at][(found + group.Key.Text.Length)..];
            done.Add(string.Create(CultureInfo.InvariantCulture, $"tightened {budget.File}:{group.Key.Line} {group.Key.Metric}: {group.Key.Text} → {tighter}"));
        }

        if (done.Count > 0) TraceFiles.Write(budget.File, string.Join('\n', lines));
        return done;
    }

    /// <summary>The limit with the worst figure that it covers in place of its number, rounded so that the figure keeps it; null when it is that tight.</summary>
    private static string? Tighter(LimitResult[] covered)
    {
        Limit limit = covered[0].Limit;
        Match match = Number().Match(limit.Text);
        if (!match.Success) return null;
        decimal written = decimal.Parse(match.Value.Replace(",", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        if (written == 0 || limit.Value == 0) return null;
        decimal factor = limit.Value / written; // of the unit
        decimal reached = limit.Kind == LimitKind.CapacityShare
            ? covered.Max(l => limit.Value * l.Value!.Value / l.Bound!.Value)
            : limit.AtLeast ? covered.Min(l => l.Value!.Value) : covered.Max(l => l.Value!.Value);
        int decimals = limit.Kind == LimitKind.CapacityShare || covered[0].Unit is MetricUnit.Percent ? 1 : factor == 1 && covered[0].Unit is not MetricUnit.Milliseconds ? 0 : 3;
        decimal scale = (decimal)Math.Pow(10, decimals);
        decimal number = (limit.AtLeast ? Math.Floor(reached / factor * scale) : Math.Ceiling(reached / factor * scale)) / scale;
        bool tighter = limit.AtLeast ? number > written : number < written;
        return tighter ? new StringBuilder(limit.Text).Replace(match.Value, number.ToString("0.######", CultureInfo.InvariantCulture)).ToString() : null;
    }

    [GeneratedRegex(@"[0-9][0-9,]*(\.[0-9]+)?", RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
