using System.Collections.Immutable;

using McuSim.Common;
using McuSim.Machine;
using McuSim.Machine.Tracing;

namespace McuSim.Measurement;

/// <summary>A whole trace in numbers, and some of its steps.</summary>
/// <param name="Header">What was traced.</param>
/// <param name="Blocks">Blocks executed.</param>
/// <param name="DistinctBlocks">Different blocks among them.</param>
/// <param name="Reads">Reads.</param>
/// <param name="Writes">Writes.</param>
/// <param name="Exceptions">Exceptions taken.</param>
/// <param name="Steps">The steps asked for.</param>
public sealed record TraceSummary(
    TraceHeader Header, long Blocks, int DistinctBlocks, long Reads, long Writes, long Exceptions, ImmutableArray<TracedStep> Steps)
{
    /// <summary>Reads a trace.</summary>
    /// <param name="path">The file.</param>
    /// <param name="from">The number of the first step wanted.</param>
    /// <param name="count">How many steps are wanted.</param>
    /// <param name="function">Only steps in this function, or null for all.</param>
    /// <exception cref="McuSimException">The file cannot be read or is no whole trace (exit code 2).</exception>
    public static TraceSummary Read(string path, long from, int count, string? function)
    {
        using var trace = new TraceReader(path);
        ImmutableArray<TracedStep>.Builder steps = ImmutableArray.CreateBuilder<TracedStep>();
        var distinct = new HashSet<TracedBlock>(ReferenceEqualityComparer.Instance);
        long blocks = 0, reads = 0, writes = 0, exceptions = 0;
        foreach (TracedStep step in TracedStep.Of(trace))
        {
            bool isBlock = step.Begin.Event.Kind == ExecutionEventKind.Block;
            if (isBlock)
            {
                blocks++;
                distinct.Add(step.Begin.Block!);
            }
            else if (!step.Begin.Event.IsReturn)
            {
                exceptions++;
            }

            foreach (ExecutionEvent access in step.Accesses)
            {
                if (access.Kind == ExecutionEventKind.Read) reads++;
                else writes++;
            }

            if (step.Number >= from && steps.Count < count && (function is null || (isBlock && IsIn(step.Begin.Block!, function)))) steps.Add(step);
        }

        return new TraceSummary(trace.Header, blocks, distinct.Count, reads, writes, exceptions, steps.ToImmutable());
    }

    private static bool IsIn(TracedBlock block, string function) => block.Place.Split("+0x")[0] == function;
}
