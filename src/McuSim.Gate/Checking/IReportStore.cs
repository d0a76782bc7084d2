using McuSim.Measurement;

namespace McuSim.Gate;

/// <summary>The whole report behind a trace: of a network or of firmware.</summary>
/// <param name="Network">What came of a network; else null.</param>
/// <param name="Firmware">What came of a firmware run; else null.</param>
public sealed record CaseReport(BoardOutcome? Network, FirmwareReport? Firmware);

/// <summary>Keeps whole reports beside the traces in the cache, for formats that show more than a trace holds.</summary>
public interface IReportStore
{
    /// <summary>Writes a report; a file that exists is replaced.</summary>
    void Keep(string path, CaseReport report);

    /// <summary>Reads a report; null when there is none or it is damaged.</summary>
    CaseReport? Find(string path);
}
