using System.Collections.Immutable;
using System.Globalization;

using McuSim.Codegen;
using McuSim.Machine;
using McuSim.Models;

namespace McuSim.Measurement;

/// <summary>
/// Follows every access of generated firmware to the arena: each byte remembers which buffer of the plan wrote it last and which of its bytes it
/// is, also when it is moved, and every read must find what its layer reads there by the plan. Scratch belongs to its layer, which may read there what it likes.
/// </summary>
internal sealed class ArenaWatch : IExecutionObserver
{
    /// <summary>What runs when no layer does: the code that calls layers, and the code before and after.</summary>
    private const int Driver = -1, Outside = -2;

    private readonly uint arena;
    private readonly LayerBuffers[] layers;
    private readonly PlannedBuffer[] buffers;
    private readonly Dictionary<string, int> indices;
    private readonly Dictionary<int, Queue<StreamedRows>> calls = [];
    private readonly Plan plan;
    private readonly (uint Start, uint End, int Runs)[] ranges;
    private readonly short[] owners;
    private readonly int[] elements;
    private readonly int[] heldRows; // the first row in each buffer
    private int running = Outside;
    private ByteRange read, written; // by the code between two layers

    /// <summary>Watches an image.</summary>
    public ArenaWatch(FirmwareImage image, NetworkSymbols symbols, Plan plan)
    {
        this.plan = plan;
        arena = symbols[FirmwareSymbols.Arena].Address;
        buffers = [.. plan.Buffers];
        indices = buffers.Select((b, i) => (b.Name, i)).ToDictionary(p => p.Name, p => p.i);
        layers = [.. plan.Layers.Select(l => new LayerBuffers(l, [.. l.Reads.Select(r => indices[r])], indices[l.Writes], l.Scratch is null ? -1 : indices[l.Scratch]))];
        owners = new short[plan.ArenaBytes];
        Array.Fill(owners, (short)-1);
        elements = new int[plan.ArenaBytes];
        heldRows = new int[buffers.Length];
        (uint, uint, int) Range(Symbol symbol, int runs) => (symbol.Address, symbol.Address + Math.Max(symbol.Size, 2), runs);
        ranges =
        [
            .. ((IEnumerable<(uint, uint, int)>)
            [
                Range(symbols[FirmwareSymbols.Wait], Outside), Range(symbols["main"], Outside), Range(symbols[FirmwareSymbols.Invoke], Driver),
                .. image.Symbols.Where(s => s.Kind == SymbolKind.Function && IsStreamDriver(s.Name)).Select(s => Range(s, Driver)),
                .. plan.Layers.Select(l => Range(symbols[l.Name], l.Position)),
            ]).OrderBy(r => r.Item1),
        ];
    }

    /// <summary>Bytes of the arena that layers read and wrote.</summary>
    public long ReadBytes { get; private set; }

    /// <summary>Bytes of the arena that layers wrote.</summary>
    public long WrittenBytes { get; private set; }

    /// <summary>The first thing that was not as planned, or null.</summary>
    public string? Error { get; private set; }

    /// <summary>The user has written an input, before an inference.</summary>
    public void WriteInput(uint address, int bytes)
    {
        foreach (LayerStream stream in plan.Streams)
        {
            for (int position = stream.First; position <= stream.Last; position++)
                calls[position] = new(stream.Calls.Where(c => c.Layer == position));
        }

        Array.Clear(heldRows);
        int index = Array.FindIndex(buffers, b => b.FirstLayer == -1 && b.Offset == (int)(address - arena) && b.Bytes == bytes);
        for (int i = 0; i < bytes; i++) Mark(buffers[index].Offset + i, index, i);
    }

    /// <summary>The user reads an output, after an inference.</summary>
    public void ReadOutput(uint address, int bytes, string name)
    {
        int offset = (int)(address - arena);
        for (int i = 0; i < bytes && Error is null; i++)
        {
            if (owners[offset + i] < 0 || buffers[owners[offset + i]].LastLayer < plan.Layers.Length || elements[offset + i] != i)
                Error = string.Create(CultureInfo.InvariantCulture, $"byte {i} of {name} was overwritten: {Found(offset + i)}");
        }
    }

    /// <inheritdoc/>
    public void Observe(ReadOnlySpan<ulong> events)
    {
        foreach (ulong bits in events)
        {
            var e = new ExecutionEvent(bits);
            if (e.Kind == ExecutionEventKind.Block) Enter(e.Address);
            else if (e.Kind != ExecutionEventKind.Exception && running != Outside && Error is null) Access(e);
        }
    }

    private static bool IsStreamDriver(string name) =>
        name == "mcusim_stream" || name.StartsWith("stream_", StringComparison.Ordinal);

    private void Enter(uint address)
    {
        int low = 0, high = ranges.Length - 1;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            if (ranges[middle].Start <= address) low = middle;
            else high = middle - 1;
        }

        if (address < ranges[low].Start || address >= ranges[low].End || ranges[low].Runs == running) return;
        running = ranges[low].Runs;
        if (running >= 0) FollowMove();
        if (running >= 0 && layers[running].Layer.Operator is Concatenation) TakeOver(layers[running].Writes);
        if (running >= 0 && calls.TryGetValue(running, out Queue<StreamedRows>? rows)) NextRows(rows);
    }

    /// <summary>A layer of a stream is called again.</summary>
    private void NextRows(Queue<StreamedRows> rows)
    {
        if (rows.TryDequeue(out StreamedRows call)) heldRows[layers[running].Writes] = call.KeptRow;
        else Error ??= $"{layers[running].Layer.Name} is called more often than planned";
    }

    /// <summary>Between two layers one run of bytes may have moved down; what they are goes with them.</summary>
    private void FollowMove()
    {
        if (written.Length == 0 && read.Length == 0) return;
        if (written.Length != read.Length || written.First > read.First)
            Error ??= string.Create(CultureInfo.InvariantCulture, $"the code before {layers[running].Layer.Name} reads {read.Length} bytes of the arena from {read.First} on and writes {written.Length} from {written.First} on");
        else
        {
            owners.AsSpan(read.First, read.Length).CopyTo(owners.AsSpan(written.First));
            elements.AsSpan(read.First, read.Length).CopyTo(elements.AsSpan(written.First));
        }

        read = written = default;
    }

    /// <summary>An input of a concatenation that lies where its part of the output goes is not copied: its bytes are the output's from now on.</summary>
    private void TakeOver(int output)
    {
        if (buffers[output].InPlaceOf is not { } name) return;
        int input = indices[name];
        for (int element = 0; element < buffers[input].Bytes; element++)
        {
            int at = buffers[input].Offset + element;
            if (owners[at] == input && elements[at] == element) Mark(at, output, at - buffers[output].Offset);
        }
    }

    private void Access(ExecutionEvent e)
    {
        long offset = (long)e.Address - arena;
        if (offset < 0 || offset >= owners.Length) return;
        int end = (int)Math.Min(offset + e.Size, owners.Length);
        for (int at = (int)offset; at < end && Error is null; at++)
        {
            if (running == Driver) Drive(e.Kind, at);
            else if (e.Kind == ExecutionEventKind.Write) Write(layers[running], at);
            else Read(layers[running], at);
        }
    }

    private void Drive(ExecutionEventKind kind, int at)
    {
        if (kind == ExecutionEventKind.Read) read = read.With(at);
        else written = written.With(at);
    }

    private void Write(LayerBuffers layer, int at)
    {
        WrittenBytes++;
        int index = layer.Scratch >= 0 && Holds(buffers[layer.Scratch], at) ? layer.Scratch
            : Holds(buffers[layer.Writes], at) ? layer.Writes
            : layer.Layer.Operator is Lstm lstm ? layer.Reads.FirstOrDefault(i => (buffers[i].Tensor == lstm.Hidden || buffers[i].Tensor == lstm.Cell) && Holds(buffers[i], at), -1)
            : -1;
        if (index >= 0) Mark(at, index, Element(index, at));
        else Error = string.Create(CultureInfo.InvariantCulture, $"{layer.Layer.Name} writes byte {at} of the arena, which is neither in {buffers[layer.Writes].Name} nor in its scratch");
    }

    private void Read(LayerBuffers layer, int at)
    {
        ReadBytes++;
        if (layer.Scratch >= 0 && Holds(buffers[layer.Scratch], at)) return;
        int expected = -1;
        foreach (int input in layer.Reads)
        {
            if (!Holds(buffers[input], at)) continue;
            expected = input;
            if (owners[at] == input && elements[at] == Element(input, at)) return;
        }

        if (expected < 0 && Holds(buffers[layer.Writes], at) && owners[at] == layer.Writes) return; // what it wrote itself
        string what = expected < 0 ? "which it has no business to read" : $"where {Describe(expected, Element(expected, at))} should lie";
        Error = string.Create(CultureInfo.InvariantCulture, $"{layer.Layer.Name} reads byte {at} of the arena, {what}: {Found(at)}");
    }

    private void Mark(int at, int buffer, int element) => (owners[at], elements[at]) = ((short)buffer, element);

    private int Element(int buffer, int at) => at - buffers[buffer].Offset + (heldRows[buffer] * RowBytes(buffers[buffer]));

    private static bool Holds(PlannedBuffer buffer, int at) => at >= buffer.Offset && at < buffer.Offset + buffer.Bytes;

    private static int RowBytes(PlannedBuffer buffer) => buffer.HeldRows > 0 ? buffer.Bytes / buffer.HeldRows : 0;

    private string Found(int at) => owners[at] < 0 ? "nothing was written there" : $"{Describe(owners[at], elements[at])} is there";

    private string Describe(int buffer, int element)
    {
        PlannedBuffer b = buffers[buffer];
        return b.Tensor is { Shape.Rank: 4 } tensor
            ? string.Create(CultureInfo.InvariantCulture, $"row {element / Math.Max(1, tensor.ByteCount / tensor.Shape[1])} (byte {element}) of {b.Name}")
            : string.Create(CultureInfo.InvariantCulture, $"byte {element} of {b.Name}");
    }

    /// <summary>The bytes from the first to the last that was accessed.</summary>
    private readonly record struct ByteRange(int First, int Length)
    {
        public ByteRange With(int at)
        {
            int first = Length == 0 ? at : Math.Min(First, at), end = Length == 0 ? at + 1 : Math.Max(First + Length, at + 1);
            return new(first, end - first);
        }
    }

    private sealed record LayerBuffers(Layer Layer, ImmutableArray<int> Reads, int Writes, int Scratch);
}
