using McuSim.Measurement;

namespace McuSim.Gate;

/// <summary>Which tensors took the arena: those that grew, that are new, or that live longer than before, at the layer that needs the most.</summary>
internal static class ArenaBlame
{
    /// <summary>Explains the arena's size.</summary>
    /// <param name="before">The baseline.</param>
    /// <param name="after">What is judged.</param>
    /// <param name="alignment">Which layer is which.</param>
    /// <param name="layer">The layer to look at; null for the one with most bytes alive.</param>
    public static IEnumerable<string> Of(Trace before, Trace after, Alignment alignment, string? layer = null)
    {
        if (after.Buffers.Length == 0 || before.Buffers.Length == 0) return [];
        var now = new Timeline(after, name => name);
        var was = new Timeline(before, alignment.NameNow);
        int peak = layer is null ? now.Peak : now.Position(layer);
        bool grew = now.Arena >= was.Arena;
        IEnumerable<(string Text, long Bytes)> parts = grew ? Grown(was, now, peak) : Grown(now, was, was.Peak).Select(p => (p.Text, p.Bytes));
        string[] lines = [.. TraceDifference.Largest(parts, p => p.Bytes).Select(p => p.Text)];
        if (!grew) return lines.Select(l => $"before, {l}");
        if (lines.Length > 0) return lines.Append($"the arena is fullest in {now.Layers[peak]}, with {Figure.Of(now.Live(peak), MetricUnit.Bytes)} alive");
        return now.Arena > was.Arena ? [$"the same buffers are placed with more gaps between them: {Figure.Of(now.Live(now.Peak), MetricUnit.Bytes)} alive of {Figure.Of(now.Arena, MetricUnit.Bytes)}"] : [];
    }

    /// <summary>What is alive at a layer of <paramref name="now"/> and was smaller, or not alive there, in <paramref name="was"/>.</summary>
    private static IEnumerable<(string Text, long Bytes)> Grown(Timeline was, Timeline now, int peak)
    {
        foreach (BufferTrace buffer in now.Alive(peak))
        {
            BufferTrace? old = was.Find(buffer.Name);
            if (old is null)
                yield return ($"tensor {buffer.Name} is new: {Figure.Of(buffer.Bytes, MetricUnit.Bytes)}, alive from {buffer.First} until {buffer.Last}", buffer.Bytes);
            else if (old.Bytes != buffer.Bytes)
                yield return ($"tensor {buffer.Name}: {Figure.Of(old.Bytes, MetricUnit.Bytes)} → {Figure.Of(buffer.Bytes, MetricUnit.Bytes)} ({Figure.Signed(buffer.Bytes - old.Bytes, MetricUnit.Bytes)})", buffer.Bytes - old.Bytes);
            else if (old.Last != buffer.Last)
                yield return ($"tensor {buffer.Name} ({Figure.Of(buffer.Bytes, MetricUnit.Bytes)}) now lives until {buffer.Last} (before until {old.Last})", buffer.Bytes);
            else if (old.First != buffer.First)
                yield return ($"tensor {buffer.Name} ({Figure.Of(buffer.Bytes, MetricUnit.Bytes)}) now lives from {buffer.First} (before from {old.First})", buffer.Bytes);
        }
    }

    /// <summary>The buffers of a trace over its layers, under today's names.</summary>
    private sealed class Timeline
    {
        private readonly BufferTrace[] buffers;
        private readonly Dictionary<string, int> positions = new(StringComparer.Ordinal);

        public Timeline(Trace trace, Func<string, string> nameNow)
        {
            buffers = [.. trace.Buffers.Select(b => b with { Name = nameNow(b.Name), First = nameNow(b.First), Last = nameNow(b.Last) })];
            Layers = [BufferTrace.Start, .. trace.Layers.Select(l => nameNow(l.Name)), BufferTrace.End];
            for (int i = 0; i < Layers.Length; i++) positions.TryAdd(Layers[i], i);
            Arena = buffers.Max(b => b.Offset + b.Bytes);
            Peak = Enumerable.Range(0, Layers.Length).MaxBy(Live);
        }

        public string[] Layers { get; }

        public long Arena { get; }

        public int Peak { get; }

        public int Position(string layer) => positions.GetValueOrDefault(layer);

        public BufferTrace? Find(string name) => buffers.FirstOrDefault(b => b.Name == name);

        public IEnumerable<BufferTrace> Alive(int position) => buffers.Where(b => Position(b.First) <= position && position <= Position(b.Last));

        public long Live(int position)
        {
            long live = 0, covered = 0;
            foreach (BufferTrace b in Alive(position).OrderBy(b => b.Offset))
            {
                live += Math.Max(0, b.Offset + b.Bytes - Math.Max(covered, b.Offset));
                covered = Math.Max(covered, b.Offset + b.Bytes);
            }

            return live;
        }
    }
}
