using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace McuSim.Models.Flatbuffers;

/// <summary>A vector of numbers, or a string, to be written.</summary>
/// <param name="count">The number of elements.</param>
/// <param name="bytes">Their little-endian bytes.</param>
/// <param name="alignment">The alignment of the first element.</param>
internal sealed class FlatVectorNode(int count, ReadOnlyMemory<byte> bytes, int alignment) : FlatNode
{
    /// <summary>A vector of four-byte numbers.</summary>
    public static FlatVectorNode Of(ReadOnlySpan<int> elements) => new(elements.Length, MemoryMarshal.AsBytes(elements).ToArray(), 4);

    /// <summary>A vector of four-byte floating-point numbers.</summary>
    public static FlatVectorNode Of(ReadOnlySpan<float> elements) => new(elements.Length, MemoryMarshal.AsBytes(elements).ToArray(), 4);

    /// <summary>A vector of eight-byte numbers.</summary>
    public static FlatVectorNode Of(ReadOnlySpan<long> elements) => new(elements.Length, MemoryMarshal.AsBytes(elements).ToArray(), 8);

    /// <summary>A string; the format wants a zero byte behind it.</summary>
    public static FlatVectorNode Of(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return new(bytes.Length, (byte[])[.. bytes, 0], 1);
    }

    /// <inheritdoc/>
    protected override (int Position, int End) Place(int end)
    {
        int position = Align(end + 4, Math.Max(4, alignment)) - 4;
        return (position, position + 4 + bytes.Length);
    }

    /// <inheritdoc/>
    protected override void Write(Span<byte> file)
    {
        BinaryPrimitives.WriteInt32LittleEndian(file[Position..], count);
        bytes.Span.CopyTo(file[(Position + 4)..]);
    }
}

/// <summary>A vector of tables to be written.</summary>
internal sealed class FlatTablesNode(IReadOnlyList<FlatNode> tables) : FlatNode
{
    /// <inheritdoc/>
    public override IEnumerable<FlatNode> Children => tables;

    /// <inheritdoc/>
    protected override (int Position, int End) Place(int end) => (Align(end, 4), Align(end, 4) + 4 + (4 * tables.Count));

    /// <inheritdoc/>
    protected override void Write(Span<byte> file)
    {
        BinaryPrimitives.WriteInt32LittleEndian(file[Position..], tables.Count);
        for (int i = 0; i < tables.Count; i++) WriteOffset(file, Position + 4 + (4 * i), tables[i]);
    }
}
