using System.Collections.Immutable;

using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>What walking over a stream takes: rows held at once, rows computed at once, bytes moved, and how far the output may run into an input.</summary>
/// <param name="HeldRows">Per tensor, the most rows in its buffer at once (all, where it is whole).</param>
/// <param name="Calls">Per stage, how often it computes rows.</param>
/// <param name="LargestCall">Per stage, the most rows that it computes at once.</param>
/// <param name="MovedBytes">Bytes of kept rows that move to the start of their buffers.</param>
/// <param name="Overlaps">Inputs over which the output may lie, with the distance.</param>
internal sealed record StreamShape(
    ImmutableArray<int> HeldRows, ImmutableArray<int> Calls, ImmutableArray<int> LargestCall, long MovedBytes, ImmutableArray<Overlap> Overlaps)
{
    /// <summary>Walks over a stream.</summary>
    public static StreamShape Of(StreamGraph graph, int rowsPerStep)
    {
        int[] held = [.. graph.Tensors.Select(t => t.IsWhole ? t.Rows : 0)], calls = new int[graph.Stages.Length], largest = new int[calls.Length];
        int[] done = new int[calls.Length];
        int[] deltas = [.. graph.Tensors.Select((_, t) => IsInput(graph, t) ? 0 : 1)];
        long moved = 0;
        StreamWalk.Run(graph, rowsPerStep, call =>
        {
            StreamStage stage = graph.Stages[call.Stage];
            StreamTensor output = graph.Tensors[stage.Output];
            held[stage.Output] = Math.Max(held[stage.Output], output.IsWhole ? output.Rows : call.EndRow - call.KeptRow);
            if (call.KeptRow > call.HeldRow) moved += (long)(call.FirstRow - call.KeptRow) * output.RowBytes;
            calls[call.Stage]++;
            largest[call.Stage] = Math.Max(largest[call.Stage], call.EndRow - call.FirstRow);
            done[call.Stage] = call.EndRow;
            if (call.Stage < graph.Stages.Length - 1) return;
            for (int t = 0; t < deltas.Length; t++)
            {
                if (deltas[t] <= 0) deltas[t] = Math.Min(deltas[t], Needed(graph, t, done, call.FirstRow) - (call.EndRow * output.RowBytes));
            }
        });
        return new(
            [.. held], [.. calls], [.. largest], moved,
            [.. Enumerable.Range(0, deltas.Length).Where(t => deltas[t] <= 0).Select(t => new Overlap(graph.Tensors[t].Tensor, Floor(deltas[t])))]);
    }

    private static bool IsInput(StreamGraph graph, int tensor) => graph.Stages.All(s => s.Output != tensor);

    private static int Floor(int delta) => (int)(Math.Floor(delta / (double)ArenaLayout.Alignment) * ArenaLayout.Alignment);

    /// <summary>
    /// The first byte of an input that is read once the last layer's rows from <paramref name="firstRow"/> on are written. What the last layer
    /// itself reads counts, unless it works element by element: then an output may replace the input it is computed from.
    /// </summary>
    private static int Needed(StreamGraph graph, int tensor, int[] done, int firstRow)
    {
        int needed = graph.Tensors[tensor].ByteCount + graph.Tensors[graph.Output].ByteCount;
        for (int s = 0; s < graph.Stages.Length; s++)
        {
            StreamStage stage = graph.Stages[s];
            if (!stage.Inputs.Contains(tensor)) continue;
            bool last = s == graph.Stages.Length - 1;
            int row = last && stage.Operator is Conv2D or DepthwiseConv2D or Pool2D or GatherChannels ? firstRow : done[s];
            if (row < graph.Tensors[stage.Output].Rows) needed = Math.Min(needed, stage.Window.Start(row) * graph.Tensors[tensor].RowBytes);
        }

        return needed;
    }
}
