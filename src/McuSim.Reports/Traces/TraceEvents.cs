using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace McuSim.Reports;

/// <summary>
/// Writes events of the Trace Event Format, one a line. A cycle is written as a microsecond, the format's unit: viewers add times up in floating point,
/// and only whole numbers let a call that ends where the next begins still end there.
/// </summary>
internal sealed class TraceEvents
{
    private readonly Stream output;
    private readonly ArrayBufferWriter<byte> line = new();
    private readonly Utf8JsonWriter json;
    private int process;
    private bool any;

    /// <summary>Begins the file.</summary>
    public TraceEvents(Stream output)
    {
        this.output = output;
        json = new Utf8JsonWriter(line, new JsonWriterOptions { Encoder = JavaScriptEncoder.Default });
        output.Write("{\"traceEvents\":["u8);
    }

    /// <summary>Ends the file.</summary>
    public void End() => output.Write("\n]}\n"u8);

    /// <summary>Begins a process, to which the events that follow belong.</summary>
    public void Process(string name)
    {
        process++;
        Name("process_name", 0, name);
    }

    /// <summary>Names a track.</summary>
    public void Thread(int track, string name) => Name("thread_name", track, name);

    /// <summary>Something that lasted.</summary>
    public void Complete(int track, string name, long begin, long cycles, Action<Utf8JsonWriter>? more) => Event("X", name, track, begin, () =>
    {
        json.WriteNumber("dur", cycles);
        json.WriteStartObject("args");
        more?.Invoke(json);
        json.WriteEndObject();
    });

    /// <summary>The value of a counter from a cycle on.</summary>
    public void Counter(string name, long cycle, long value) => Event("C", name, 0, cycle, () =>
    {
        json.WriteStartObject("args");
        json.WriteNumber("bytes", value);
        json.WriteEndObject();
    });

    private void Name(string what, int track, string name) => Event("M", what, track, null, () =>
    {
        json.WriteStartObject("args");
        json.WriteString("name", name);
        json.WriteEndObject();
    });

    private void Event(string phase, string name, int track, long? cycle, Action rest)
    {
        line.ResetWrittenCount();
        json.Reset();
        json.WriteStartObject();
        json.WriteString("ph", phase);
        json.WriteString("name", name);
        json.WriteNumber("pid", process);
        json.WriteNumber("tid", track);
        if (cycle is { } at) json.WriteNumber("ts", at);
        rest();
        json.WriteEndObject();
        json.Flush();
        output.Write(any ? ",\n"u8 : "\n"u8);
        output.Write(line.WrittenSpan);
        any = true;
    }
}
