using McuSim.Measurement;

namespace McuSim.Reports;

/// <summary>A way to write reports down. A new format is one class of this kind and its test.</summary>
public interface IReportFormat
{
    /// <summary>The format's name in lower case, such as <c>json</c>.</summary>
    string Name { get; }

    /// <summary>Writes outcomes. Equal outcomes give equal bytes, whatever the culture, the time zone or the operating system.</summary>
    /// <param name="outcomes">In the order to write them, one per network and board.</param>
    /// <param name="output">Where to write; it is left open.</param>
    void Write(IReadOnlyList<BoardOutcome> outcomes, Stream output);
}
