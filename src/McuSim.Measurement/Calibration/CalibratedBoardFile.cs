using System.Globalization;
using System.Text;

using McuSim.Boards;

namespace McuSim.Measurement;

/// <summary>A calibrated board as a file that extends the one before.</summary>
public static class CalibratedBoardFile
{
    /// <summary>The file's text.</summary>
    /// <param name="result">What was calibrated.</param>
    /// <param name="extends">The board before, as the file names it.</param>
    /// <param name="log">The log's file name.</param>
    /// <param name="program">The measured program's file name.</param>
    public static string Text(CalibrationResult result, string extends, string log, string program)
    {
        var text = new StringBuilder();
        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
        string source = Quoted(string.Create(CultureInfo.InvariantCulture, $"calibrated with 'mcusim calibrate' on {result.Regions.Length} regions of {log} ({program})"));
        Line($"# Format: docs/boards.md. Written by 'mcusim calibrate'.");
        Line($"# region, measured cycles, simulated before, simulated now, error before, error now");
        foreach (RegionResidual r in result.Regions)
            Line($"#   {Plain(r.Name)}: {r.Measured:0.#}, {r.Before:0.#}, {r.After:0.#}, {r.PercentBefore:+0.0;-0.0;0.0} %, {r.PercentAfter:+0.0;-0.0;0.0} %");
        Line($"extends: {Quoted(extends)}");
        Line($"title: {Quoted(Cut($"{result.Before.Title}, calibrated on {log}"))}");
        Board before = result.Before, after = result.After;
        if (before.Flash != after.Flash)
        {
            Line($"flash:");
            if (before.Flash.WaitStates != after.Flash.WaitStates) Line($"  wait_states: {after.Flash.WaitStates}");
            if (before.Flash.LineFillCycles != after.Flash.LineFillCycles) Line($"  line_fill_cycles: {after.Flash.LineFillCycles}\n  line_busy_cycles: {after.Flash.LineBusyCycles}");
            Line($"  source: {source}");
        }

        (MemoryRegion Old, MemoryRegion New)[] changed = [.. before.Regions.Zip(after.Regions).Where(p => p.First != p.Second)];
        if (changed.Length > 0)
        {
            Line($"memory:");
            Line($"  source: {source}");
            Line($"  regions:");
            foreach ((MemoryRegion old, MemoryRegion now) in changed)
                Line($"    {now.Name}: {{{(old.WaitStates != now.WaitStates ? $"wait_states: {now.WaitStates}" : $"line_fill_cycles: {now.LineFillCycles}, line_busy_cycles: {now.LineBusyCycles}")}}}");
        }

        return text.ToString();
    }

    private static string Cut(string text) => text.Length <= 1000 ? text : text[..1000];

    private static string Plain(string text) => new([.. text.Select(c => char.IsControl(c) ? '?' : c)]);

    private static string Quoted(string text) => $"\"{Plain(text).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
