using System.Collections.Immutable;

using McuSim.Common;
using McuSim.Machine;
using McuSim.Machine.Tracing;

namespace McuSim.Measurement;

/// <summary>Where two traces first go apart.</summary>
/// <param name="Equal">Steps that are equal before that.</param>
/// <param name="Before">The last of them, oldest first.</param>
/// <param name="First">What the first trace does then; null when it ends.</param>
/// <param name="Second">What the second trace does then; null when it ends. Both are null when the traces are equal.</param>
/// <param name="Access">The number of the access of this step that differs; null when the steps begin differently or one makes fewer accesses.</param>
public sealed record TraceComparison(long Equal, ImmutableArray<TracedStep> Before, TracedStep? First, TracedStep? Second, int? Access)
{
    private const int StepsBefore = 3;

    /// <summary>Whether the traces are equal.</summary>
    public bool AreEqual => First is null && Second is null;

    /// <summary>Compares two traces.</summary>
    /// <param name="firstPath">One file.</param>
    /// <param name="secondPath">The other.</param>
    /// <param name="accesses">Whether accesses count.</param>
    /// <exception cref="McuSimException">A file cannot be read or is no whole trace, or only one holds accesses and they count (exit code 2).</exception>
    public static TraceComparison Find(string firstPath, string secondPath, bool accesses)
    {
        using var firstTrace = new TraceReader(firstPath);
        using var secondTrace = new TraceReader(secondPath);
        if (accesses && firstTrace.Header.HasAccesses != secondTrace.Header.HasAccesses)
            throw McuSimException.BadInput($"Only one of '{firstPath}' and '{secondPath}' holds accesses (the other was written with --no-timing); compare them with --blocks-only.");
        using IEnumerator<TracedStep> first = TracedStep.Of(firstTrace).GetEnumerator();
        using IEnumerator<TracedStep> second = TracedStep.Of(secondTrace).GetEnumerator();
        var before = new Queue<TracedStep>();
        while (true)
        {
            TracedStep? one = first.MoveNext() ? first.Current : null;
            TracedStep? other = second.MoveNext() ? second.Current : null;
            if (one is null || other is null || one.Begin.Event != other.Begin.Event || HasOtherCode(one, other))
                return new TraceComparison((one ?? other)?.Number ?? Steps(before), [.. before], one, other, null);
            if (accesses && !one.Accesses.AsSpan().SequenceEqual(other.Accesses.AsSpan()))
            {
                int same = one.Accesses.AsSpan().CommonPrefixLength(other.Accesses.AsSpan());
                return new TraceComparison(one.Number, [.. before], one, other, same < Math.Min(one.Accesses.Length, other.Accesses.Length) ? same : null);
            }

            before.Enqueue(one);
            if (before.Count > StepsBefore) before.Dequeue();
        }
    }

    private static long Steps(Queue<TracedStep> before) => before.Count == 0 ? 0 : before.Last().Number + 1;

    private static bool HasOtherCode(TracedStep one, TracedStep other) =>
        one.Begin.Event.Kind == ExecutionEventKind.Block && !one.Begin.Block!.Code.AsSpan().SequenceEqual(other.Begin.Block!.Code.AsSpan());
}
