namespace McuSim.Reports;

/// <summary>A way to write results down. A new format is one class of this kind, its line in <see cref="ReportFormats"/> and its test.</summary>
public interface IReportFormat
{
    /// <summary>The format's name in lower case, such as <c>json</c>.</summary>
    string Name { get; }

    /// <summary>What it is for, in a few words.</summary>
    string Purpose { get; }

    /// <summary>Whether it shows <see cref="ReportContent.Recordings"/>, which are made only when asked for.</summary>
    bool ShowsRecordings => NeedsRecordings;

    /// <summary>Whether it cannot be written without them.</summary>
    bool NeedsRecordings => false;

    /// <summary>Writes results. Equal results give equal bytes, whatever the culture, the time zone or the operating system.</summary>
    /// <param name="content">What to write.</param>
    /// <param name="output">Where to write; it is left open.</param>
    /// <exception cref="Common.McuSimException">The format cannot hold these results (bad input).</exception>
    void Write(ReportContent content, Stream output);
}
