using McuSim.Measurement;

namespace McuSim.Reports;

/// <summary>How one thing was judged.</summary>
/// <param name="Subject">What ran where, such as <c>kws on stm32f746</c>.</param>
/// <param name="Rule">What was asked, such as <c>fits</c> or <c>latency</c>; a short word that stays the same between runs.</param>
/// <param name="Passed">Whether it is as it should be.</param>
/// <param name="Message">One sentence for a person.</param>
public sealed record Verdict(string Subject, string Rule, bool Passed, string Message)
{
    /// <summary>The file to look at, as a path relative to the repository, or null.</summary>
    public string? File { get; init; }

    /// <summary>The line in it, from 1, or null.</summary>
    public int? Line { get; init; }

    /// <summary>What a limit allows, in the unit of the metric that <see cref="Rule"/> names; null where nothing is limited.</summary>
    public decimal? Bound { get; init; }

    /// <summary>What grew and why, one line each.</summary>
    public IReadOnlyList<string> Details { get; init; } = [];

    /// <summary>Whether it is judged at all, or was left out, which <see cref="Message"/> explains.</summary>
    public bool Skipped { get; init; }

    /// <summary>Without any budget: networks must fit, and programs must end themselves with code 0.</summary>
    public static IEnumerable<Verdict> Of(ReportContent content) => [.. content.Outcomes.Select(Of), .. content.Firmware.Select(Of)];

    private static Verdict Of(BoardOutcome outcome)
    {
        string subject = ReportSubject.Of(outcome).Title;
        if (outcome is Misfit misfit)
        {
            return new(subject, "fits", false,
                $"{misfit.Model.Name} does not fit {misfit.Board.Name}: {misfit.Region} needs {Figures.Count(misfit.NeededBytes)} bytes and has {Figures.Count(misfit.CapacityBytes)}.")
            {
                Details = [.. misfit.Buffers.Select(b => $"{b.Name}: {Figures.Count(b.Bytes)} bytes")],
            };
        }

        var report = (Report)outcome;
        return new(subject, "fits", true,
            $"{report.Model.Name} fits {report.Board.Name}: {Figures.Milliseconds(report.Time.Milliseconds)}, {Figures.Count(report.Memory.Sram.PeakBytes)} bytes of SRAM, {Figures.Count(report.Memory.Flash.TotalBytes)} of flash.");
    }

    private static Verdict Of(FirmwareReport report) => new(
        ReportSubject.Of(report).Title, "ends well", report.Ending is { Kind: FirmwareEndingKind.Exit, ExitCode: 0 }, report.Ending.Sentence)
    {
        Details = [.. report.Ending.Backtrace.Select(p => $"{p.Function ?? p.Address}{(p.Source is { } s ? $" ({s})" : "")}")],
    };
}
