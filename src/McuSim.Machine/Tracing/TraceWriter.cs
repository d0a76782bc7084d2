using System.Buffers.Binary;
using System.IO.Compression;
using System.Numerics;
using System.Text;

namespace McuSim.Machine.Tracing;

/// <summary>Writes everything that a machine executes and accesses to a stream, compactly (<see cref="TraceCoding"/>). <see cref="TraceReader"/> reads it.</summary>
public sealed class TraceWriter : IExecutionObserver, IDisposable
{
    private const int BufferBytes = 1 << 16, RoomForOneEvent = 20;

    private readonly McuMachine machine;
    private readonly DeflateStream stream;
    private readonly byte[] buffer = new byte[BufferBytes];
    private readonly TraceCoding coding = new();
    private readonly Dictionary<ulong, int> numbers = [];
    private int used;
    private ulong events;

    /// <summary>Begins a trace.</summary>
    /// <param name="stream">Where it goes; left open.</param>
    /// <param name="machine">Whose events will come.</param>
    /// <param name="hasAccesses">Whether the machine records accesses.</param>
    public TraceWriter(Stream stream, McuMachine machine, bool hasAccesses)
    {
        this.machine = machine;
        Span<byte> start = stackalloc byte[sizeof(ulong) + 1];
        BinaryPrimitives.WriteUInt64LittleEndian(start, TraceCoding.Magic);
        start[^1] = TraceCoding.Version;
        stream.Write(start);
        this.stream = new DeflateStream(stream, CompressionLevel.Fastest, leaveOpen: true);
        Text(machine.Board.Name);
        Text(Path.GetFileName(machine.Image.Path));
        Number(hasAccesses ? 1u : 0);
    }

    /// <inheritdoc/>
    public void Observe(ReadOnlySpan<ulong> events)
    {
        foreach (ulong bits in events)
        {
            if (used > BufferBytes - RoomForOneEvent) Flush();
            var e = new ExecutionEvent(bits);
            switch (e.Kind)
            {
                case ExecutionEventKind.Block:
                    Block(e);
                    break;
                case ExecutionEventKind.Exception:
                    Number(((ulong)e.Size << 4) | (e.IsReturn ? 8u : 0) | (e.IsTailChained ? 4u : 0) | (uint)ExecutionEventKind.Exception);
                    Number(e.Address);
                    break;
                default:
                    uint size = (uint)BitOperations.Log2((uint)e.Size);
                    Number((TraceCoding.ZigZag(e.Address - coding.ExpectedAddress()) << 4) | (size << 2) | (uint)e.Kind);
                    coding.Take(e.Address);
                    break;
            }
        }

        this.events += (ulong)events.Length;
    }

    /// <summary>Writes the end, without which a trace is not taken for a whole one.</summary>
    public void Finish()
    {
        Flush();
        Number((TraceCoding.End << 4) | (uint)ExecutionEventKind.Exception);
        Number(events);
        Flush();
    }

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();

    private void Block(ExecutionEvent e)
    {
        ulong key = ((ulong)e.Size << 32) | e.Address;
        if (!numbers.TryGetValue(key, out int number))
        {
            numbers[key] = number = coding.Count;
            Number((ulong)(number + 1) << 2);
            Define(e);
        }
        else
        {
            Number(number == coding.ExpectedBlock ? TraceCoding.Expected << 2 : (ulong)(number + 1) << 2);
        }

        coding.Begin(number);
    }

    private void Define(ExecutionEvent e)
    {
        var code = new byte[e.Size];
        if (!machine.TryRead(e.Address, code)) code = [];
        string place = machine.Symbols.Find(e.Address)?.ToString() ?? "";
        Number(e.Address);
        Number((uint)e.Size);
        Bytes(code);
        Text(place);
        coding.Add(new TracedBlock(e.Address, [.. code], place));
    }

    private void Text(string text) => Bytes(Encoding.UTF8.GetBytes(text));

    private void Bytes(byte[] bytes)
    {
        Number((uint)bytes.Length);
        Flush();
        stream.Write(bytes);
    }

    private void Number(ulong value)
    {
        for (; value >= 0x80; value >>= 7) buffer[used++] = (byte)(value | 0x80);
        buffer[used++] = (byte)value;
    }

    private void Flush()
    {
        stream.Write(buffer, 0, used);
        used = 0;
    }
}
