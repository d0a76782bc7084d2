using System.Collections.Immutable;

using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>One way to run a layer, or several as a stream.</summary>
/// <param name="First">Position of the first layer.</param>
/// <param name="Last">Position of the last layer.</param>
/// <param name="Cost">An estimate in core cycles.</param>
/// <param name="ApartBytes">Bytes alive while it runs, when its output shares none with an input.</param>
/// <param name="Overlap">The overlap with an input that saves the most, or null when none can be used.</param>
/// <param name="OverlappingBytes">Bytes alive with that overlap.</param>
/// <param name="Single">The kernel of a single layer.</param>
/// <param name="Stream">How several layers stream.</param>
internal sealed record UnitOption(
    int First, int Last, long Cost, long ApartBytes, Overlap? Overlap, long OverlappingBytes, KernelChoice? Single, StreamOffer? Stream)
{
    /// <summary>The fewest bytes alive while it runs.</summary>
    public long Bytes => Math.Min(ApartBytes, OverlappingBytes);

    /// <summary>
    /// The unit within a budget. An overlap at the same address does no harm; at another it ties buffers together and may stand in the way of a
    /// good layout, so it is used only where the budget asks for it.
    /// </summary>
    public Unit Within(long budget)
    {
        Overlap? overlap = ApartBytes > budget || Overlap is { Delta: 0 } ? Overlap : null;
        return Single is { } choice
            ? new(First, Last, [choice.Kernel], choice.Offer.ScratchBytes, overlap, null, Cost)
            : new(First, Last, Stream!.Kernels, Stream.ScratchBytes, overlap, Stream, Cost);
    }
}

/// <summary>Lists the ways to run each layer and each stream, with the bytes alive meanwhile. What one unit does changes only its own bytes.</summary>
/// <param name="schedule">The steps.</param>
/// <param name="lifetimes">Of its tensors, when every layer runs by itself.</param>
internal sealed class UnitOptions(Schedule schedule, Lifetimes lifetimes)
{
    /// <summary>Streams are at most this long, which bounds the time of planning.</summary>
    private const int LongestStream = 24;

    /// <summary>Rows per step that are tried: more rows move fewer bytes and call fewer functions, but hold more.</summary>
    private static readonly ImmutableArray<int> RowsPerStep = [1, 2, 4, 8];

    /// <summary>The ways to run the layer at a position by itself.</summary>
    public IEnumerable<UnitOption> Single(int position, KernelContext context)
    {
        Operator op = schedule.Steps[position].Operator;
        long alive = Incoming(position) + (op is StoreState ? 0 : ArenaLayout.Aligned(op.Output.ByteCount));
        foreach (KernelChoice choice in KernelCatalog.OffersFor(op, context))
            yield return Option(position, position, choice.Offer.Cost, alive + ArenaLayout.Aligned(choice.Offer.ScratchBytes), choice.Offer.Overlaps, choice, null);
    }

    /// <summary>The ways to run the layers from a position on as streams.</summary>
    /// <param name="first">The position.</param>
    /// <param name="offers">Finds kernels for rows.</param>
    /// <param name="apart">The cost of a layer that runs by itself, by position.</param>
    public IEnumerable<UnitOption> Streams(int first, StreamOffers offers, Func<int, long> apart)
    {
        long incoming = Incoming(first);
        foreach (StreamGraph graph in StreamGraph.From(schedule, lifetimes, first, LongestStream))
        {
            StreamTensor output = graph.Tensors[graph.Output];
            foreach (int rows in RowsPerStep.Where(r => r == 1 || r <= output.Rows / 2))
            {
                foreach (StreamOffer offer in offers.Of(graph, rows, apart))
                {
                    long alive = incoming + ArenaLayout.Aligned(output.ByteCount) + offer.BandBytes + ArenaLayout.Aligned(offer.ScratchBytes);
                    yield return Option(first, graph.Last, offer.Cost, alive, offer.Shape.Overlaps, null, offer);
                }
            }
        }
    }

    private UnitOption Option(
        int first, int last, long cost, long apart, ImmutableArray<Overlap> overlaps, KernelChoice? single, StreamOffer? stream)
    {
        var usable = overlaps.Where(o => !o.Input.IsConstant && lifetimes.Of(o.Input).Last is int end && end >= first && end <= last)
            .Select(o => (Overlap: (Overlap?)o, Bytes: apart - Saved(last, o))).ToList();
        (Overlap? overlap, long bytes) = usable.Count > 0 ? usable.MinBy(o => o.Bytes) : (null, apart);
        return new(first, last, cost, apart, overlap, bytes, single, stream);
    }

    /// <summary>Bytes that the output of the unit that ends at a position shares with an input.</summary>
    private long Saved(int last, Overlap overlap)
    {
        int input = ArenaLayout.Aligned(lifetimes.Of(overlap.Input).Bytes), output = ArenaLayout.Aligned(schedule.Steps[last].Operator.Output.ByteCount);
        return input + output - (Math.Max(input, overlap.Delta + output) - (long)Math.Min(0, overlap.Delta));
    }

    /// <summary>Bytes of the tensors computed before a position and needed at it or later.</summary>
    private long Incoming(int position) => lifetimes.Buffers.Where(b => b.First < position && b.Last >= position).Sum(b => (long)ArenaLayout.Aligned(b.Bytes));
}
