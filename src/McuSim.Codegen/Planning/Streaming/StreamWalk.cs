namespace McuSim.Codegen;

/// <summary>
/// The order in which a stream computes rows; <c>firmware/kernels/stream.c</c> walks the same way. Each step extends the last layer's output
/// by some rows; before that every layer computes what is missing for it, and drops rows that nobody will read again.
/// </summary>
internal static class StreamWalk
{
    /// <summary>Calls <paramref name="visit"/> for each time that a layer computes rows.</summary>
    /// <param name="graph">The stream.</param>
    /// <param name="rowsPerStep">Rows of the last layer's output per step.</param>
    /// <param name="visit">Takes the calls in order.</param>
    public static void Run(StreamGraph graph, int rowsPerStep, Action<StreamCall> visit)
    {
        int count = graph.Tensors.Length;
        int[] first = new int[count], end = new int[count], wanted = new int[count], keep = new int[count];
        var produced = graph.Stages.Select(s => s.Output).ToHashSet();
        for (int t = 0; t < count; t++) end[t] = produced.Contains(t) ? 0 : graph.Tensors[t].Rows;
        int last = graph.Output, height = graph.Tensors[last].Rows;
        while (end[last] < height)
        {
            end.CopyTo(wanted, 0);
            for (int t = 0; t < count; t++) keep[t] = graph.Tensors[t].Rows;
            wanted[last] = Math.Min(end[last] + rowsPerStep, height);
            for (int s = graph.Stages.Length - 1; s >= 0; s--)
            {
                StreamStage stage = graph.Stages[s];
                foreach (int input in stage.Inputs)
                {
                    keep[input] = Math.Min(keep[input], stage.Window.Start(end[stage.Output]));
                    if (wanted[stage.Output] > end[stage.Output])
                        wanted[input] = Math.Max(wanted[input], stage.Window.End(wanted[stage.Output], graph.Tensors[input].Rows));
                }
            }

            for (int s = 0; s < graph.Stages.Length; s++)
            {
                int output = graph.Stages[s].Output;
                if (wanted[output] <= end[output]) continue;
                int kept = graph.Tensors[output].IsWhole ? 0 : Math.Min(keep[output], end[output]);
                visit(new(s, end[output], wanted[output], first[output], kept));
                (first[output], end[output]) = (kept, wanted[output]);
            }
        }
    }
}

/// <summary>One call of a layer of a stream.</summary>
/// <param name="Stage">Which layer of the stream.</param>
/// <param name="FirstRow">The first row that it computes.</param>
/// <param name="EndRow">The end of the rows that it computes.</param>
/// <param name="HeldRow">The first row that its output buffer held before.</param>
/// <param name="KeptRow">The first row that it keeps: the rows from there on move to the buffer's start before the call.</param>
internal readonly record struct StreamCall(int Stage, int FirstRow, int EndRow, int HeldRow, int KeptRow);
