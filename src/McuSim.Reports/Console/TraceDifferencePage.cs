using McuSim.Gate;

using Spectre.Console;

namespace McuSim.Reports;

/// <summary>Two sets of traces side by side: what moved, what took it, what changed beneath.</summary>
public static class TraceDifferencePage
{
    private const int LongestLine = 300;
    private static readonly string[] Blamed = ["cycles", "sram.peak", "sram.static", "flash.total", "accuracy.top1"];

    /// <summary>Writes the page.</summary>
    public static void Write(IAnsiConsole console, TracePairs pairs)
    {
        var surface = new Surface(console);
        foreach (TraceDifference comparison in pairs.Comparisons) Pair(surface, comparison);
        foreach (string title in pairs.OnlyBefore) surface.Line(new Phrase("gone  ", Look.Warning), new Phrase(SafeText.Of(title), Look.Strong));
        foreach (string title in pairs.OnlyAfter) surface.Line(new Phrase("new   ", Look.Good), new Phrase(SafeText.Of(title), Look.Strong));
    }

    private static void Pair(Surface surface, TraceDifference comparison)
    {
        bool same = comparison.IsEmpty;
        surface.Line(new Phrase(same ? "same  " : "moved ", same ? Look.Good : Look.Warning), new Phrase(SafeText.Of(Title(comparison)), Look.Strong));
        foreach (MetricChange change in comparison.Moved)
        {
            surface.Line(new Phrase($"      {SafeText.Of(change.Text, LongestLine)}", change.IsWorse ? Look.Bad : Look.Good));
            if (!Blamed.Contains(change.Name)) continue;
            foreach (string line in comparison.Blame(change.Name)) surface.Line($"        {SafeText.Of(line, LongestLine)}");
        }

        foreach (string line in comparison.Beneath) surface.Line(new Phrase($"      beneath: {SafeText.Of(line, LongestLine)}", Look.Faint));
    }

    private static string Title(TraceDifference c)
    {
        string name = c.Before.Name == c.After.Name ? c.After.Name : $"{c.Before.Name} → {c.After.Name}";
        string board = c.Before.Board == c.After.Board ? c.After.Board : $"{c.Before.Board} → {c.After.Board}";
        return board.Length == 0 ? name : $"{name} on {board}";
    }
}
