using System.Buffers.Binary;

namespace McuSim.Models.Flatbuffers;

/// <summary>A table to be written: its list of field offsets, then the fields.</summary>
internal sealed class FlatTableNode : FlatNode
{
    private readonly SortedDictionary<int, byte[]> scalars = [];
    private readonly SortedDictionary<int, FlatNode> offsets = [];
    private readonly Dictionary<int, int> places = [];
    private int size;

    /// <inheritdoc/>
    public override IEnumerable<FlatNode> Children => offsets.Values;

    private int FieldCount => Math.Max(scalars.Keys.DefaultIfEmpty(-1).Max(), offsets.Keys.DefaultIfEmpty(-1).Max()) + 1;

    private int FieldsSize => 4 + (2 * FieldCount);

    /// <summary>Sets a one-byte field.</summary>
    public FlatTableNode Byte(int field, int value)
    {
        scalars[field] = [(byte)value];
        return this;
    }

    /// <summary>Sets a four-byte field.</summary>
    public FlatTableNode Int32(int field, int value)
    {
        scalars[field] = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(scalars[field], value);
        return this;
    }

    /// <summary>Sets a four-byte floating-point field.</summary>
    public FlatTableNode Single(int field, float value) => Int32(field, BitConverter.SingleToInt32Bits(value));

    /// <summary>Points a field at another node.</summary>
    public FlatTableNode Node(int field, FlatNode node)
    {
        offsets[field] = node;
        return this;
    }

    /// <inheritdoc/>
    protected override (int Position, int End) Place(int end)
    {
        size = 4;
        foreach (int field in offsets.Keys.Concat(scalars.Where(f => f.Value.Length == 4).Select(f => f.Key)))
        {
            places[field] = size;
            size += 4;
        }

        foreach (int field in scalars.Where(f => f.Value.Length == 1).Select(f => f.Key)) places[field] = size++;
        int position = Align(end + FieldsSize, 4);
        return (position, position + size);
    }

    /// <inheritdoc/>
    protected override void Write(Span<byte> file)
    {
        int fields = Position - FieldsSize;
        BinaryPrimitives.WriteInt32LittleEndian(file[Position..], FieldsSize);
        BinaryPrimitives.WriteUInt16LittleEndian(file[fields..], (ushort)FieldsSize);
        BinaryPrimitives.WriteUInt16LittleEndian(file[(fields + 2)..], (ushort)size);
        foreach ((int field, int place) in places) BinaryPrimitives.WriteUInt16LittleEndian(file[(fields + 4 + (2 * field))..], (ushort)place);
        foreach ((int field, byte[] value) in scalars) value.CopyTo(file[(Position + places[field])..]);
        foreach ((int field, FlatNode node) in offsets) WriteOffset(file, Position + places[field], node);
    }
}
