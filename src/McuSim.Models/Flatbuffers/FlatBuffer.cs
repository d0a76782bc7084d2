using System.Buffers.Binary;
using McuSim.Common;

namespace McuSim.Models.Flatbuffers;

/// <summary>
/// The bytes of a FlatBuffer (https://flatbuffers.dev/internals), every access checked. A file may let many places point at the same bytes, so
/// small files could describe huge models: what is read is charged against a budget of a few times the file's size.
/// </summary>
/// <param name="source">The file's name for messages.</param>
/// <param name="bytes">The whole file.</param>
internal sealed class FlatBuffer(string source, ReadOnlyMemory<byte> bytes)
{
    private long budget = (4L * bytes.Length) + (1 << 20);

    /// <summary>The file's name for messages.</summary>
    public string Source => source;

    /// <summary>The table the file begins with.</summary>
    public FlatTable Root => new(this, Target(0));

    /// <summary>A sentence for bytes that contradict the format.</summary>
    public McuSimException Damaged(long position, string what) =>
        McuSimException.BadInput($"{source}: the file is damaged at byte {position} ({what}): export or copy it again.");

    /// <summary>Counts bytes that are about to be read and kept.</summary>
    public void Charge(long position, long count)
    {
        budget -= count;
        if (budget < 0) throw Damaged(position, "the same bytes are referred to too often");
    }

    /// <summary>A part of the file.</summary>
    public ReadOnlyMemory<byte> Slice(long position, long count)
    {
        if (position < 0 || count < 0 || position > bytes.Length || count > bytes.Length - position)
            throw Damaged(position, $"{count} bytes are wanted there, but the file has {bytes.Length}");
        return bytes.Slice((int)position, (int)count);
    }

    /// <summary>One byte.</summary>
    public byte Byte(long position) => Slice(position, 1).Span[0];

    /// <summary>A little-endian number of two bytes.</summary>
    public ushort UInt16(long position) => BinaryPrimitives.ReadUInt16LittleEndian(Slice(position, 2).Span);

    /// <summary>A little-endian number of four bytes.</summary>
    public int Int32(long position) => BinaryPrimitives.ReadInt32LittleEndian(Slice(position, 4).Span);

    /// <summary>A little-endian number of four bytes.</summary>
    public uint UInt32(long position) => BinaryPrimitives.ReadUInt32LittleEndian(Slice(position, 4).Span);

    /// <summary>A little-endian number of eight bytes.</summary>
    public long Int64(long position) => BinaryPrimitives.ReadInt64LittleEndian(Slice(position, 8).Span);

    /// <summary>A little-endian IEEE 754 number of four bytes.</summary>
    public float Single(long position) => BinaryPrimitives.ReadSingleLittleEndian(Slice(position, 4).Span);

    /// <summary>What the offset stored at <paramref name="position"/> points at.</summary>
    public long Target(long position)
    {
        long target = position + UInt32(position);
        if (target == position || target > bytes.Length - 4) throw Damaged(position, "an offset leaves the file");
        return target;
    }
}
