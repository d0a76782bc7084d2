using System.Collections.Immutable;

using McuSim.Machine;
using McuSim.Machine.Tracing;

namespace McuSim.Measurement;

/// <summary>A block that was executed, or an exception taken or left, with the accesses until the next.</summary>
/// <param name="Number">Its number among the trace's blocks and exceptions, from 0.</param>
/// <param name="Begin">What began.</param>
/// <param name="Accesses">What it read and wrote, in order.</param>
public sealed record TracedStep(long Number, TracedEvent Begin, ImmutableArray<ExecutionEvent> Accesses)
{
    /// <summary>The block's instructions, one a line, as <c>objdump</c> prints them; empty for an exception, or where the toolchain is not installed.</summary>
    public ImmutableArray<string> Disassemble() =>
        Begin.Event.Kind == ExecutionEventKind.Block && Begin.Block is { Code.Length: > 0 } block ? [.. Binutils.Disassemble(block.Address, [.. block.Code])] : [];

    /// <summary>Groups the events of a trace into steps.</summary>
    internal static IEnumerable<TracedStep> Of(TraceReader trace)
    {
        ImmutableArray<ExecutionEvent>.Builder accesses = ImmutableArray.CreateBuilder<ExecutionEvent>();
        TracedEvent? begin = null;
        long number = 0;
        while (trace.Next() is { } next)
        {
            if (next.Event.Kind is ExecutionEventKind.Read or ExecutionEventKind.Write)
            {
                accesses.Add(next.Event);
                continue;
            }

            if (begin is { } done) yield return new TracedStep(number++, done, accesses.ToImmutable());
            accesses.Clear();
            begin = next;
        }

        if (begin is { } last) yield return new TracedStep(number, last, accesses.ToImmutable());
    }
}
