using System.Collections.Immutable;

using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>A way to compute a stream.</summary>
/// <param name="Graph">The layers.</param>
/// <param name="Rows">Rows of the last layer's output per step.</param>
/// <param name="Shape">What walking over it takes.</param>
/// <param name="Kernels">The kernel of each layer.</param>
/// <param name="Bands">The operator that each kernel is called for: the layer's on as many rows as it ever computes at once.</param>
/// <param name="Cost">An estimate in core cycles.</param>
/// <param name="ScratchBytes">Working memory that its layers share.</param>
internal sealed record StreamOffer(
    StreamGraph Graph, int Rows, StreamShape Shape, ImmutableArray<Kernel> Kernels, ImmutableArray<Operator> Bands, long Cost, int ScratchBytes)
{
    /// <summary>Bytes of a tensor's buffer while the stream runs.</summary>
    public int BufferBytes(int tensor) => Shape.HeldRows[tensor] * Graph.Tensors[tensor].RowBytes;

    /// <summary>Bytes of the buffers between its layers.</summary>
    public long BandBytes => Enumerable.Range(0, Graph.Tensors.Length).Where(t => !Graph.Tensors[t].IsWhole).Sum(t => (long)ArenaLayout.Aligned(BufferBytes(t)));
}

/// <summary>Finds ways to compute streams.</summary>
/// <param name="schedule">The steps.</param>
/// <param name="context">The core and the user's options.</param>
internal sealed class StreamOffers(Schedule schedule, KernelContext context)
{
    /// <summary>Instructions around each call of a layer, per byte of rows that move, and per layer and step.</summary>
    private const double CallCost = 60, MoveCost = 0.7, StepCost = 40;

    /// <summary>How many kernels with less and less scratch are tried, and what is too little to go on.</summary>
    private const int MostWays = 3, LittleScratch = 256;

    private readonly Dictionary<(int Position, int Rows), (Operator Band, KernelChoice[] Choices)> _bands = [];

    /// <summary>The ways to compute a stream in steps of some rows: the fastest kernels, then slower ones with less scratch. None where a layer has no kernel that computes rows.</summary>
    /// <param name="graph">The layers.</param>
    /// <param name="rows">Rows of the last layer's output per step.</param>
    /// <param name="apart">The cost of a layer that runs by itself, by position: computing it in pieces is never cheaper.</param>
    public IEnumerable<StreamOffer> Of(StreamGraph graph, int rows, Func<int, long> apart)
    {
        StreamShape shape = StreamShape.Of(graph, rows);
        int scratch = int.MaxValue;
        for (int way = 0; way < MostWays && scratch > LittleScratch && Within(graph, rows, shape, scratch, apart) is { } offer; way++)
        {
            yield return offer;
            scratch = offer.ScratchBytes - 1;
        }
    }

    /// <summary>The stream with the fastest kernels within a limit of scratch.</summary>
    private StreamOffer? Within(StreamGraph graph, int rows, StreamShape shape, int scratchLimit, Func<int, long> apart)
    {
        var kernels = ImmutableArray.CreateBuilder<Kernel>();
        var bands = ImmutableArray.CreateBuilder<Operator>();
        int steps = shape.Calls[^1], scratch = 0;
        double cost = (shape.MovedBytes * MoveCost) + (steps * graph.Stages.Length * StepCost);
        for (int s = 0; s < graph.Stages.Length; s++)
        {
            StreamStage stage = graph.Stages[s];
            int height = graph.Tensors[stage.Output].Rows, usual = Math.Max(1, height / shape.Calls[s]);
            if (Fastest(stage.Position, shape.LargestCall[s], usual, scratchLimit) is not { } chosen) return null;
            cost += Math.Max(chosen.CallCost * (double)height / usual, apart(stage.Position)) + (shape.Calls[s] * CallCost);
            scratch = Math.Max(scratch, chosen.Offer.ScratchBytes);
            kernels.Add(chosen.Kernel);
            bands.Add(Band(stage.Position, shape.LargestCall[s]).Band);
        }

        return new(graph, rows, shape, kernels.ToImmutable(), bands.ToImmutable(), (long)cost, scratch);
    }

    /// <summary>Of the kernels whose largest call keeps within a limit of scratch, the one whose usual call costs the least, with that cost.</summary>
    private (Kernel Kernel, KernelOffer Offer, long CallCost)? Fastest(int position, int largest, int usual, int scratchLimit)
    {
        (Kernel, KernelOffer, long CallCost)? fastest = null;
        KernelChoice[] usually = Band(position, usual).Choices;
        foreach (KernelChoice choice in Band(position, largest).Choices)
        {
            if (choice.Offer.ScratchBytes > scratchLimit) continue;
            KernelOffer? same = usually.Where(u => ReferenceEquals(u.Kernel, choice.Kernel)).Select(u => u.Offer).FirstOrDefault();
            long cost = same?.Cost ?? choice.Offer.Cost;
            if (fastest is null || cost < fastest.Value.CallCost) fastest = (choice.Kernel, choice.Offer, cost);
        }

        return fastest;
    }

    private (Operator Band, KernelChoice[] Choices) Band(int position, int rows)
    {
        if (!_bands.TryGetValue((position, rows), out (Operator Band, KernelChoice[] Choices) band))
        {
            Operator op = RowWindow.Band(schedule.Steps[position].Operator, rows);
            _bands.Add((position, rows), band = (op, [.. KernelCatalog.OffersFor(op, context).Where(o => o.Offer.ByRows)]));
        }

        return band;
    }
}
