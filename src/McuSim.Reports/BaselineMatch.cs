namespace McuSim.Reports;

/// <summary>Finds what a result is compared with.</summary>
internal static class BaselineMatch
{
    /// <summary>The baseline's result of the same name on the same board; one result is compared with one whatever they are called; else null.</summary>
    public static ReportSubject? Of(ReportSubject subject, ReportContent content)
    {
        ReportSubject[] before = [.. content.Baseline?.Subjects ?? content.Recorded];
        return Array.Find(before, s => s.Name == subject.Name && s.Board == subject.Board) ?? (before.Length == 1 && content.Subjects.Count() == 1 ? before[0] : null);
    }
}
