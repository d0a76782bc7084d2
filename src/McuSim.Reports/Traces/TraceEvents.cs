using System.Text.Json;

namespace McuSim.Reports;

/// <summary>Writes events of the Trace Event Format, with cycles as simulated microseconds.</summary>
internal sealed class TraceEvents(Utf8JsonWriter json, int process, long clockHz)
{
    /// <summary>Names the process.</summary>
    public void Process(string name) => Name("process_name", 0, name);

    /// <summary>Names a track.</summary>
    public void Thread(int track, string name) => Name("thread_name", track, name);

    /// <summary>Something that lasted.</summary>
    public void Complete(int track, string name, long begin, long cycles, Action<Utf8JsonWriter>? more)
    {
        Begin("X", name, track);
        json.WriteNumber("ts", Microseconds(begin));
        json.WriteNumber("dur", Microseconds(begin + cycles) - Microseconds(begin));
        json.WriteStartObject("args");
        json.WriteNumber("begin", begin);
        json.WriteNumber("cycles", cycles);
        more?.Invoke(json);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>The value of a counter from a cycle on.</summary>
    public void Counter(string name, long cycle, long value)
    {
        Begin("C", name, 0);
        json.WriteNumber("ts", Microseconds(cycle));
        json.WriteStartObject("args");
        json.WriteNumber("bytes", value);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void Name(string what, int track, string name)
    {
        Begin("M", what, track);
        json.WriteStartObject("args");
        json.WriteString("name", name);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void Begin(string phase, string name, int track)
    {
        json.WriteStartObject();
        json.WriteString("ph", phase);
        json.WriteString("name", name);
        json.WriteNumber("pid", process);
        json.WriteNumber("tid", track);
    }

    /// <summary>To the nanosecond, as trace viewers keep time, so that neighbours touch and do not overlap.</summary>
    private decimal Microseconds(long cycles) => clockHz <= 0 ? cycles : Math.Round(cycles * 1_000_000m / clockHz, 3);
}
