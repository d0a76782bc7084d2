using System.Collections.Immutable;

using McuSim.Measurement;

namespace McuSim.Reports;

/// <summary>What there is to write down: results, what they are compared with and how they were judged.</summary>
public sealed record ReportContent
{
    /// <summary>Networks on boards, in the order to write them.</summary>
    public ImmutableArray<BoardOutcome> Outcomes { get; init; } = [];

    /// <summary>Runs of firmware, in the order to write them.</summary>
    public ImmutableArray<FirmwareReport> Firmware { get; init; } = [];

    /// <summary>An earlier report to compare with, or null.</summary>
    public ReportContent? Baseline { get; init; }

    /// <summary>Recorded figures to compare with where there is no whole <see cref="Baseline"/>.</summary>
    public ImmutableArray<ReportSubject> Recorded { get; init; } = [];

    /// <summary>How the results were judged; by default whether each network fits and each program ended well.</summary>
    public ImmutableArray<Verdict> Verdicts { get => field.IsDefault ? [.. Verdict.Of(this)] : field; init; }

    /// <summary>What runs did, call by call, where it was recorded.</summary>
    public ImmutableArray<Recording> Recordings { get; init; } = [];

    /// <summary>The results one by one, networks first.</summary>
    public IEnumerable<ReportSubject> Subjects => [.. Outcomes.Select(ReportSubject.Of), .. Firmware.Select(ReportSubject.Of)];

    /// <summary>The content of networks alone.</summary>
    public static ReportContent Of(IEnumerable<BoardOutcome> outcomes) => new() { Outcomes = [.. outcomes] };

    /// <summary>The content of one run of firmware.</summary>
    public static ReportContent Of(FirmwareReport report) => new() { Firmware = [report] };
}
