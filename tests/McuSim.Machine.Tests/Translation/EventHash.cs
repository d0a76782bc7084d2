using McuSim.Machine;

namespace McuSim.Tests.Machine.Translation;

/// <summary>A fingerprint of all events in their order, and how they were cut into calls.</summary>
internal sealed class EventHash : IExecutionObserver
{
    private ulong hash = 14695981039346656037;

    internal List<ulong>? Events { get; init; }

    internal ulong Value => hash;

    internal long Count { get; private set; }

    /// <summary>Where two streams of events part, in words.</summary>
    internal static string? FirstDifference(EventHash expected, EventHash actual)
    {
        int at = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(expected.Events).CommonPrefixLength(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(actual.Events));
        if (at == expected.Events!.Count && at == actual.Events!.Count)
            return null;
        return $"event {at}: expected {Text(expected)}; found {Text(actual)}";

        string Text(EventHash hash) => string.Join(", ", hash.Events!.Skip(Math.Max(0, at - 8)).Take(12).Select((e, i) => (i == 8 ? ">" : "") + $"{new ExecutionEvent(e).Kind} {new ExecutionEvent(e).Address:X}+{new ExecutionEvent(e).Size}"));
    }

    public void Observe(ReadOnlySpan<ulong> events)
    {
        foreach (ulong e in events) hash = (hash ^ e) * 1099511628211;
        hash = (hash ^ (uint)events.Length) * 1099511628211;
        Count += events.Length;
        Events?.AddRange(events);
    }
}
