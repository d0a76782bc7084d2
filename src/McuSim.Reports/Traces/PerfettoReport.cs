using McuSim.Measurement;

namespace McuSim.Reports;

/// <summary>
/// The JSON of chrome://tracing, which Perfetto opens: a process for each result, with a track of layers, a track of calls where they were recorded,
/// and counters of memory. A cycle is shown as a microsecond.
/// </summary>
public sealed class PerfettoReport : IReportFormat
{
    private const int LayersTrack = 1;
    private const int CallsTrack = 2;

    /// <inheritdoc/>
    public string Name => "perfetto";

    /// <inheritdoc/>
    public string Purpose => "layers, functions and memory over time, for ui.perfetto.dev and chrome://tracing";

    /// <inheritdoc/>
    public bool ShowsRecordings => true;

    /// <inheritdoc/>
    public void Write(ReportContent content, Stream output)
    {
        var trace = new TraceEvents(output);
        foreach (Report report in content.Outcomes.OfType<Report>())
        {
            trace.Process($"{report.Model.Name} on {report.Board.Name}, {Scale(report.Board)}");
            Recording? recording = RecordingOf(content, report.Model.Name, report.Board);
            if (recording is not null) Calls(trace, recording);
            Layers(trace, report, recording);
        }

        foreach (FirmwareReport report in content.Firmware)
        {
            if (RecordingOf(content, report.Image.Name, report.Board) is not { } recording) continue;
            trace.Process($"{report.Image.Name} on {report.Board.Name}, {Scale(report.Board)}");
            Calls(trace, recording);
        }

        trace.End();
    }

    private static string Scale(BoardInfo board) => $"1 µs is a cycle at {Figures.Clock(board.ClockHz)}";

    private static Recording? RecordingOf(ReportContent content, string subject, BoardInfo board) =>
        content.Recordings.FirstOrDefault(r => r.Subject == subject && r.Board == board);

    private static void Layers(TraceEvents trace, Report report, Recording? recording)
    {
        trace.Thread(LayersTrack, "layers");
        var begins = recording?.Calls.GroupBy(c => c.Function, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First().Begin, StringComparer.Ordinal);
        long now = 0;
        foreach (LayerUse layer in report.Layers)
        {
            long begin = begins?.TryGetValue(layer.Name, out long at) == true ? at : now;
            trace.Complete(LayersTrack, layer.Name, begin, layer.Cycles, json =>
            {
                json.WriteString("operator", layer.Operator);
                json.WriteString("kernel", layer.Kernel);
                json.WriteNumber("macs", layer.Macs);
                foreach (CauseUse cause in layer.Causes) json.WriteNumber(cause.Cause, cause.Cycles);
            });
            trace.Counter("arena, bytes alive", begin, layer.LiveBytes);
            now = begin + layer.Cycles;
        }

        trace.Counter("arena, bytes alive", now, 0);
    }

    private static void Calls(TraceEvents trace, Recording recording)
    {
        trace.Thread(CallsTrack, recording.Complete ? "functions" : "functions (the first calls only)");
        foreach (CallSpan call in recording.Calls) trace.Complete(CallsTrack, call.Function, call.Begin, call.End - call.Begin, null);
        foreach (CallSpan call in recording.Calls) trace.Counter("stack, bytes", call.Begin, call.StackBytes);
    }
}
