using System.Globalization;

using McuSim.Common;
using McuSim.Measurement;

namespace McuSim.Reports;

/// <summary>Which lines of the firmware's source ran, as LCOV's tracefile (geninfo(1)), which genhtml and coverage services read.</summary>
public sealed class LcovReport : IReportFormat
{
    /// <inheritdoc/>
    public string Name => "lcov";

    /// <inheritdoc/>
    public string Purpose => "coverage of the firmware's source (LCOV)";

    /// <inheritdoc/>
    public bool NeedsRecordings => true;

    /// <inheritdoc/>
    public void Write(ReportContent content, Stream output)
    {
        if (content.Recordings.Length == 0) throw McuSimException.BadInput("lcov needs a recording of the run, which a saved report does not hold: write it with 'mcusim run' or 'mcusim firmware'.");
        if (content.Recordings.All(r => r.Sources.Length == 0))
            throw McuSimException.BadInput("lcov needs to know the source lines: give an ELF file that was compiled with -g, and install binutils-arm-none-eabi.");
        using StreamWriter writer = TextOutput.On(output);
        foreach (Recording recording in content.Recordings)
        {
            Line(writer, $"TN:{new string([.. $"{recording.Subject}_{recording.Board.Name}".Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_')])}");
            foreach (SourceCoverage source in recording.Sources) Write(writer, source);
        }
    }

    private static void Write(StreamWriter writer, SourceCoverage source)
    {
        Line(writer, $"SF:{OneLine(source.Path)}");
        foreach (FunctionHits f in source.Functions) Line(writer, $"FN:{f.Line},{OneLine(f.Name)}");
        foreach (FunctionHits f in source.Functions) Line(writer, $"FNDA:{f.Hits},{OneLine(f.Name)}");
        Line(writer, $"FNF:{source.Functions.Length}");
        Line(writer, $"FNH:{source.Functions.Count(f => f.Hits > 0)}");
        foreach (LineHits line in source.Lines) Line(writer, $"DA:{line.Line},{line.Hits}");
        Line(writer, $"LF:{source.Lines.Length}");
        Line(writer, $"LH:{source.Lines.Count(l => l.Hits > 0)}");
        Line(writer, $"end_of_record");
    }

    private static void Line(StreamWriter writer, FormattableString text) => writer.Write(text.ToString(CultureInfo.InvariantCulture) + "\n");

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
