using System.Text;

namespace McuSim.Models.Flatbuffers;

/// <summary>A table of a FlatBuffer: optional fields found through a list of offsets. A table that is not there has only defaults.</summary>
internal readonly struct FlatTable
{
    private const int LongestString = 1024;

    private readonly FlatBuffer? buffer;
    private readonly long position;
    private readonly long fields;
    private readonly int fieldsSize;

    /// <summary>Opens the table at a position of the file.</summary>
    public FlatTable(FlatBuffer buffer, long position)
    {
        this.buffer = buffer;
        this.position = position;
        fields = position - buffer.Int32(position);
        fieldsSize = buffer.UInt16(fields);
        if (fieldsSize < 4) throw buffer.Damaged(fields, "a table's list of fields is too short");
        buffer.Slice(fields, fieldsSize);
        buffer.Charge(position, 4);
    }

    /// <summary>Whether the table is in the file.</summary>
    public bool Exists => buffer is not null;

    /// <summary>The table's position in the file; 0 when it is not there.</summary>
    public long Position => position;

    /// <summary>Whether the field is in the file.</summary>
    public bool Has(int field) => Find(field) != 0;

    /// <summary>A one-byte unsigned field.</summary>
    public byte Byte(int field) => Find(field) is var at and not 0 ? buffer!.Byte(at) : (byte)0;

    /// <summary>A truth value.</summary>
    public bool Bool(int field) => Byte(field) != 0;

    /// <summary>A four-byte signed field.</summary>
    public int Int32(int field, int missing = 0) => Find(field) is var at and not 0 ? buffer!.Int32(at) : missing;

    /// <summary>A four-byte unsigned field.</summary>
    public uint UInt32(int field) => Find(field) is var at and not 0 ? buffer!.UInt32(at) : 0;

    /// <summary>An eight-byte signed field.</summary>
    public long Int64(int field) => Find(field) is var at and not 0 ? buffer!.Int64(at) : 0;

    /// <summary>A four-byte floating-point field.</summary>
    public float Single(int field) => Find(field) is var at and not 0 ? buffer!.Single(at) : 0;

    /// <summary>A table that the field points at; one with only defaults when it is not there.</summary>
    public FlatTable Table(int field) => Find(field) is var at and not 0 ? new(buffer!, buffer!.Target(at)) : default;

    /// <summary>A vector that the field points at; an empty one when it is not there.</summary>
    public FlatVector Vector(int field, int elementSize) =>
        Find(field) is var at and not 0 ? new(buffer!, buffer!.Target(at), elementSize) : default;

    /// <summary>A string, cut off after 1,024 bytes, control characters replaced: it ends up in messages and reports.</summary>
    public string String(int field)
    {
        FlatVector characters = Vector(field, 1);
        if (characters.Count == 0) return "";
        int length = Math.Min(characters.Count, LongestString);
        buffer!.Charge(position, length);
        return string.Create(
            Encoding.UTF8.GetCharCount(characters.Bytes[..length].Span), characters.Bytes[..length], static (text, bytes) =>
            {
                Encoding.UTF8.GetChars(bytes.Span, text);
                foreach (ref char character in text)
                {
                    if (char.IsControl(character)) character = '?';
                }
            });
    }

    private long Find(int field)
    {
        int entry = 4 + (2 * field);
        if (buffer is null || entry + 2 > fieldsSize) return 0;
        int offset = buffer.UInt16(fields + entry);
        return offset == 0 ? 0 : position + offset;
    }
}
