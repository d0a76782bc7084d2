using System.Globalization;

using McuSim.Common;
using McuSim.Measurement;

namespace McuSim.Reports;

/// <summary>Cycles by call stack, one stack a line (<c>main;filter;sinf 668</c>), as speedscope and flame-graph scripts read it.</summary>
public sealed class StacksReport : IReportFormat
{
    /// <inheritdoc/>
    public string Name => "stacks";

    /// <inheritdoc/>
    public string Purpose => "cycles by call stack (collapsed stacks), for speedscope";

    /// <inheritdoc/>
    public bool NeedsRecordings => true;

    /// <inheritdoc/>
    public void Write(ReportContent content, Stream output)
    {
        if (content.Recordings.Length == 0) throw McuSimException.BadInput("stacks needs a recording of the calls, which a saved report does not hold: write it with 'mcusim run' or 'mcusim firmware'.");
        using StreamWriter writer = TextOutput.On(output);
        bool several = content.Recordings.Length > 1;
        foreach (Recording recording in content.Recordings)
        {
            string root = several ? $"{Frame($"{recording.Subject} on {recording.Board.Name}")};" : "";
            foreach (StackCycles stack in recording.Stacks)
                writer.Write(string.Create(CultureInfo.InvariantCulture, $"{root}{string.Join(';', stack.Path.Select(Frame))} {stack.Cycles}\n"));
        }
    }

    private static string Frame(string name) => SafeText.Of(name, 200).Replace(';', ':');
}
