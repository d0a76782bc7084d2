using McuSim.Common;
using McuSim.Gate;

namespace McuSim.Reports;

/// <summary>Whole reports of checked cases as JSON files.</summary>
public sealed class JsonReportStore : IReportStore
{
    /// <inheritdoc/>
    public void Keep(string path, CaseReport report) => ReportFile.Write(
        path, new JsonReport(), report.Network is { } network ? ReportContent.Of([network]) : ReportContent.Of(report.Firmware!));

    /// <inheritdoc/>
    public CaseReport? Find(string path)
    {
        if (!File.Exists(path)) return null;
        try
        {
            ReportContent content = JsonReport.ReadAny(path);
            return new(content.Outcomes.FirstOrDefault(), content.Firmware.FirstOrDefault());
        }
        catch (McuSimException)
        {
            return null;
        }
    }
}
