using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

using McuSim.Common;

namespace McuSim.Machine.Tracing;

/// <summary>Reads what <see cref="TraceWriter"/> wrote, event by event.</summary>
public sealed class TraceReader : IDisposable
{
    private const int MostText = 1 << 16;

    private readonly string path;
    private readonly BufferedStream stream;
    private readonly TraceCoding coding = new();
    private readonly List<ushort> sizes = [];
    private readonly Func<TracedEvent?> read;
    private ulong events;
    private bool isOver;

    /// <summary>Opens a trace.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="McuSimException">It cannot be read or is no trace (exit code 2).</exception>
    public TraceReader(string path)
    {
        this.path = path;
        read = Read;
        FileStream file;
        try
        {
            file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw McuSimException.BadInput($"The trace '{path}' cannot be read ({e.Message.ReplaceLineEndings(" ").Trim().TrimEnd('.')}); name a file that 'mcusim firmware --trace' wrote.", e);
        }

        stream = new BufferedStream(new DeflateStream(file, CompressionMode.Decompress), 1 << 16);
        try
        {
            Span<byte> start = stackalloc byte[sizeof(ulong) + 1];
            if (file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) < start.Length || BinaryPrimitives.ReadUInt64LittleEndian(start) != TraceCoding.Magic)
                throw Bad("is no trace; name a file that 'mcusim firmware --trace' wrote");
            if (start[^1] != TraceCoding.Version)
                throw Bad("was written by another version of McuSim; write it again");
            Header = Guarded(() => new TraceHeader(Text(), Text(), Number() != 0));
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>What was traced.</summary>
    public TraceHeader Header { get; }

    /// <summary>The next event, or null at the end.</summary>
    /// <exception cref="McuSimException">The file is damaged or was cut off (exit code 2).</exception>
    public TracedEvent? Next() => isOver ? null : Guarded(read);

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();

    private TracedEvent? Read()
    {
        ulong number = Number();
        var kind = (ExecutionEventKind)(number & 3);
        if (kind == ExecutionEventKind.Exception && number >> 4 == TraceCoding.End)
        {
            if (Number() != events) throw Damaged();
            isOver = true;
            return null;
        }

        events++;
        ulong bits = kind switch
        {
            ExecutionEventKind.Block => Block(number >> 2),
            ExecutionEventKind.Exception => ExecutionEvent.PackException((int)(number >> 4), (uint)Number(), (number & 8) != 0, (number & 4) != 0),
            _ => Access(kind, number >> 2),
        };
        return new TracedEvent(new ExecutionEvent(bits), coding.Block);
    }

    private ulong Block(ulong code)
    {
        int number = code == TraceCoding.Expected ? coding.ExpectedBlock : (int)Math.Min(code - 1, int.MaxValue);
        if (number == coding.Count) Define();
        if ((uint)number >= (uint)coding.Count) throw Damaged();
        coding.Begin(number);
        TracedBlock block = coding.Block!;
        return ExecutionEvent.Pack(ExecutionEventKind.Block, block.Address, (uint)sizes[number]);
    }

    private void Define()
    {
        uint address = (uint)Number();
        ulong size = Number();
        if (size > ushort.MaxValue) throw Damaged();
        sizes.Add((ushort)size);
        coding.Add(new TracedBlock(address, [.. Bytes()], Text()));
    }

    private ulong Access(ExecutionEventKind kind, ulong code)
    {
        uint address = coding.ExpectedAddress() + TraceCoding.UnZigZag(code >> 2);
        coding.Take(address);
        return ExecutionEvent.Pack(kind, address, 1u << (int)(code & 3));
    }

    private string Text() => Encoding.UTF8.GetString(Bytes());

    private byte[] Bytes()
    {
        ulong length = Number();
        if (length > MostText) throw Damaged();
        var bytes = new byte[length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private ulong Number()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            int next = stream.ReadByte();
            if (next < 0) throw new EndOfStreamException();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return value;
        }

        throw Damaged();
    }

    private T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw Damaged();
        }
    }

    private McuSimException Damaged() => Bad("is damaged or was cut off; write it again");

    private McuSimException Bad(string what) => McuSimException.BadInput($"The trace '{path}' {what}.");
}
