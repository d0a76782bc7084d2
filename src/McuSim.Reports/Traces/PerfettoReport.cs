using System.Text.Json;

using McuSim.Measurement;

namespace McuSim.Reports;

/// <summary>
/// The JSON of chrome://tracing, which Perfetto opens: a process for each result, with a track of layers, a track of calls where they were recorded,
/// and counters of memory. Time is simulated time; every event also names its cycles.
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
    public bool NeedsRecording => true;

    /// <inheritdoc/>
    public void Write(ReportContent content, Stream output)
    {
        using (Utf8JsonWriter json = TextOutput.Json(output))
        {
            json.WriteStartObject();
            json.WriteString("displayTimeUnit", "ns");
            json.WriteStartArray("traceEvents");
            int process = 0;
            foreach (BoardOutcome outcome in content.Outcomes)
            {
                if (outcome is Report report) Network(new TraceEvents(json, ++process, report.Board.ClockHz), report, RecordingOf(content, report.Model.Name, report.Board));
            }

            foreach (FirmwareReport report in content.Firmware)
            {
                if (RecordingOf(content, report.Image.Name, report.Board) is { } recording)
                    Calls(new TraceEvents(json, ++process, report.Board.ClockHz), $"{report.Image.Name} on {report.Board.Name}", recording);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        output.WriteByte((byte)'\n');
    }

    private static Recording? RecordingOf(ReportContent content, string subject, BoardInfo board) =>
        content.Recordings.FirstOrDefault(r => r.Subject == subject && r.Board == board);

    private static void Network(TraceEvents trace, Report report, Recording? recording)
    {
        string title = $"{report.Model.Name} on {report.Board.Name}";
        if (recording is not null) Calls(trace, title, recording);
        else trace.Process(title);
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

    private static void Calls(TraceEvents trace, string title, Recording recording)
    {
        trace.Process(title);
        trace.Thread(CallsTrack, recording.Complete ? "functions" : "functions (the first calls only)");
        foreach (CallSpan call in recording.Calls) trace.Complete(CallsTrack, call.Function, call.Begin, call.End - call.Begin, null);
        foreach (CallSpan call in recording.Calls) trace.Counter("stack, bytes", call.Begin, call.StackBytes);
    }
}
